using ProblemTracker.Analysis;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Analysis;

public sealed class FrequenciesTests
{
    [Test]
    public void No_values_have_no_mean_or_median() =>
        Assert.That((Frequencies.Mean([]), Frequencies.Median([])), Is.EqualTo(((double?)null, (double?)null)));

    [FsCheck.NUnit.Property]
    public bool Counted_values_give_the_same_result_as_the_values_themselves(byte[] values)
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
