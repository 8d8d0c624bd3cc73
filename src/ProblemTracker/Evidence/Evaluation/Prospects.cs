using ProblemTracker.Analysis;
namespace ProblemTracker.Evidence;

/// <summary>What a plan could be expected to show, from the counts before.</summary>
internal static class Prospects
{
    /// <summary>Fewer simulated studies than a paper would use: to a few percent, in a tenth of a second.</summary>
    private const int Studies = 200;

    /// <summary>In words.</summary>
    public static string Sentence(ResponseTest test, TestCounts counts)
    {
        var before = counts.In(TestCell.Response, test.Before);
        if (before == 0)
            return "No incident was counted in the response area in the period before. Check what is counted, the area and the period.";
        var months = Math.Max(1, (int)Math.Round(Math.Min(test.Before.Days, test.After.Days) / (365.25 / 12)));
        return TestWords.Prospect(before / (test.Before.Days / (365.25 / 12)), months, SmallestFall(test, counts).Value?.Share, test.Rule);
    }

    /// <summary>The smallest fall that would show with a power of 80%, by the statistic of the rule.</summary>
    public static Result<SmallestFall> SmallestFall(ResponseTest test, TestCounts counts)
    {
        var length = (double)test.After.Days / test.Before.Days;
        var demands = new Demands((100 - (test.Rule.Confidence ?? 95)) / 200.0);
        double response = counts.In(TestCell.Response, test.Before);
        switch (test.Rule.Statistic)
        {
            case TestStatistic.AgainstControl or TestStatistic.Displacement:
                // For equal periods: with the shorter of the two, so that the plan does not promise too much.
                var shorter = Math.Min(1, length);
                var isMoved = test.Rule.Statistic == TestStatistic.Displacement;
                return Power.Displacement(new(response * shorter, Mean(TestCell.Control), isMoved ? Mean(TestCell.Ring) : 0,
                    isMoved ? Mean(TestCell.ControlRing) : 0), demands);
                double Mean(TestCell cell) => counts.In(cell, test.Before) * shorter;
            case TestStatistic.LevelChange:
                var months = TestSeries.ByMonth(counts.Days[TestCell.Response], test.Before);
                var after = TestSeries.ByMonth([], test.After).Count;
                double[] values = [.. months.Select(month => (double)month.Count)];
                var mean = values.Length == 0 ? 0 : values.Average();
                var dispersion = values.Length < 2 || mean == 0 ? 1
                    : Math.Max(1, values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / mean);
                return SeriesPower.SmallestFall(new(mean, values.Length, after, TestSeries.ModelOf(test, values.Length), dispersion),
                    studies: Studies);
            default:
                return Power.BeforeAfter(response, response * length, demands);
        }
    }
}
