using ProblemTracker.Analysis;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Analysis;

public sealed class FrequenciesTests
{
    [Test]
    public void Of_nothing_there_is_neither_mean_nor_median() =>
        Assert.That((Frequencies.Mean([]), Frequencies.Median([])), Is.EqualTo(((double?)null, (double?)null)));

    /// <summary>Written out one by one, the same values give the same.</summary>
    [FsCheck.NUnit.Property]
    public bool Counted_values_say_the_same_as_the_values_themselves(byte[] values)
    {
        if (values.Length == 0) return true;
        List<(double Value, int Count)> counted = [.. values.GroupBy(v => v).Select(g => ((double)g.Key, g.Count()))];
        var ordered = values.Order().ToList();
        var median = ordered.Count % 2 == 1 ? ordered[ordered.Count / 2]
            : (ordered[ordered.Count / 2 - 1] + ordered[ordered.Count / 2]) / 2.0;
        return Math.Abs(Frequencies.Mean(counted)!.Value - values.Average(v => (double)v)) < 1e-9
            && Math.Abs(Frequencies.Median(counted)!.Value - median) < 1e-12;
    }
}
