using System.Globalization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>Computes everything that a test says from the counts of its areas. The same counts always give the same results.</summary>
internal static class Evaluator
{
    /// <summary>Percent within which a change is none, if the rule says nothing of that.</summary>
    private const decimal UsualMargin = 10;

    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <param name="isFinal">Whether the period after is over and its data are there. Before, only counts are shown.</param>
    /// <param name="soFar">The last day with data.</param>
    /// <param name="waiting">What is missing before there is a verdict.</param>
    public static TestResults Evaluate(ResponseTest test, TestCounts counts, bool isFinal, DateOnly soFar, string waiting)
    {
        CellCount[] cells = [.. Enum.GetValues<TestCell>().Where(counts.Has).Select(cell =>
            new CellCount(cell, NameOf(cell, test), counts.In(cell, test.Before), counts.In(cell, test.After)))];
        var table = new CellTable(cells, test);
        var series = TestSeries.Of(isFinal ? test : test with { After = test.After with { To = soFar } }, counts);
        if (!isFinal) return new(cells, [], null, series.Months, series.Why, series.Fit?.Dispersion, null, waiting,
            Prospects.Sentence(test, counts));
        var statistics = Enum.GetValues<TestStatistic>().Where(statistic => Fits(statistic, counts)).Select(statistic => statistic switch
        {
            TestStatistic.BeforeAfter => BeforeAfter(table, test),
            TestStatistic.AgainstControl => AgainstControl(table, test),
            TestStatistic.Displacement => Displacement(table),
            _ => LevelChange(series, test),
        })
            .OrderBy(result => result.Statistic != test.Rule.Statistic).ToList();
        var effect = statistics[0].Effect;
        var byRule = test.Judge(effect);
        return new(cells, statistics, DisplacementOf(table, test), series.Months, series.Why, series.Fit?.Dispersion, byRule,
            TestWords.Result(test, effect, byRule), Prospects.Sentence(test, counts));
    }

    /// <summary>Whether the areas that a statistic needs are there.</summary>
    public static bool Fits(TestStatistic statistic, TestCounts counts) => statistic switch
    {
        TestStatistic.AgainstControl => counts.Has(TestCell.Control),
        TestStatistic.Displacement => counts.Has(TestCell.ControlRing),
        _ => true,
    };

    /// <summary>An area of the test in words.</summary>
    public static string NameOf(TestCell cell, ResponseTest test) => cell switch
    {
        TestCell.Response => $"Response: {TestWords.Area(test.Response)}",
        TestCell.Control => $"Control: {TestWords.Area(test.Control!)}",
        TestCell.Ring when test.Buffer is { } buffer => $"Buffer: {TestWords.Area(buffer)}",
        TestCell.Ring => string.Create(American, $"Ring of {test.Ring:N0} m around the response area"),
        _ => string.Create(American, $"Ring of {test.Ring:N0} m around the control area"),
    };

    private static StatisticResult BeforeAfter(CellTable table, ResponseTest test)
    {
        var response = table[TestCell.Response];
        var how = string.Create(American, $"({response.After:N0} ÷ {test.After.Days} days) ÷ ({response.Before:N0} ÷ {test.Before.Days} "
            + $"days), less 1. Exact interval of the ratio of two rates.");
        var compared = TwoCounts.Compare(response.After, test.After.Days, response.Before, test.Before.Days, table.Confidence);
        return new(TestStatistic.BeforeAfter, Percent(compared.Ratio), compared.Ratio is null ? null : Percent(compared.Exact.Low),
            Percent(compared.Exact.High), how, compared.Ratio is null ? NoResult.ZeroCount.Sentence() : null);
    }

    private static StatisticResult AgainstControl(CellTable table, ResponseTest test)
    {
        var (response, control) = (table[TestCell.Response], table[TestCell.Control]);
        var how = string.Create(American, $"({response.After:N0} ÷ {response.Before:N0}) ÷ ({control.After:N0} ÷ {control.Before:N0}), "
            + $"less 1. Interval from the sum of 1 ÷ each count, on the logarithm.");
        var ratio = TwoCounts.AgainstControl(response, control, table.Confidence);
        return new(TestStatistic.AgainstControl, Percent(ratio.Value), Percent(ratio.Interval?.Low), Percent(ratio.Interval?.High), how,
            ratio.Why?.Sentence());
    }

    /// <summary>In percent of what the response area had before, in a period as long as the one after.</summary>
    private static StatisticResult Displacement(CellTable table)
    {
        var found = DisplacementEffects.Difference(table[TestCell.Response], table[TestCell.Control], table[TestCell.Ring],
            table[TestCell.ControlRing], table.Lengths);
        var how = string.Create(American, $"Change of the response area less that of its control, plus change of the ring less that of its "
            + $"control: {found.Total.Value:0.#} incidents, standard error {found.Total.Error:0.0}, in percent of "
            + $"{table[TestCell.Response].Before:N0} before.");
        if (table.Lengths.After != table.Lengths.Before)
            how += string.Create(American, $" Counts after are divided by {table.Lengths.After:0.##}, since the period after is that many "
                + $"times as long.");
        var before = (double)table[TestCell.Response].Before;
        if (before == 0) return new(TestStatistic.Displacement, null, null, null, how, NoResult.ZeroCount.Sentence());
        var interval = found.Total.Interval(table.Confidence);
        return new(TestStatistic.Displacement, 100 * found.Total.Value / before, 100 * interval?.Low / before,
            100 * interval?.High / before, how, interval is null ? NoResult.Empty.Sentence() : null);
    }

    private static StatisticResult LevelChange(TestSeries series, ResponseTest test)
    {
        const string how = "Quasi-Poisson regression of the months on time and a change of level when the period after begins; "
            + "with two years before, also on the season.";
        if (series.Fit is not { } fit) return new(TestStatistic.LevelChange, null, null, null, how, series.Why);
        var level = fit.LevelRatioWith(test.Rule.Confidence / 100.0 ?? 0.95);
        return new(TestStatistic.LevelChange, Percent(level.Value), Percent(level.Interval?.Low), Percent(level.Interval?.High), how, null);
    }

    private static DisplacementResult? DisplacementOf(CellTable table, ResponseTest test)
    {
        if (!table.Has(TestCell.Ring)) return null;
        var ring = table[TestCell.Ring];
        var measures = table.Has(TestCell.Control)
            ? DisplacementEffects.Measures(table[TestCell.Response], ring, table[TestCell.Control]) : null;
        TestEffect change;
        if (table.Has(TestCell.ControlRing))
        {
            var ratio = TwoCounts.AgainstControl(ring, table[TestCell.ControlRing], table.Confidence);
            change = new(Percent(ratio.Value), Percent(ratio.Interval?.Low), Percent(ratio.Interval?.High));
        }
        else
        {
            var compared = TwoCounts.Compare(ring.After, table.Lengths.After, ring.Before, table.Lengths.Before, table.Confidence);
            change = compared.Ratio is null ? default
                : new(Percent(compared.Ratio), Percent(compared.Exact.Low), Percent(compared.Exact.High));
        }
        var where = test.Buffer is null ? "ring around the response area" : "buffer area";
        var what = $"In the {where}: {TestWords.Effect(change, table.Percents)}.";
        var margin = (double)(test.Rule.NoChangeWithin ?? UsualMargin);
        var says = change switch
        {
            { Low: > 0 } => "The problem may have moved there.",
            { High: < 0 } => "The gain seems to have spread there.",
            { Low: { } low, High: { } high } when low >= -margin && high <= margin =>
                string.Create(American, $"That is within {margin:0.##}% of no change: the problem did not move there, and the gain did not "
                    + $"spread."),
            _ => "From these counts nobody can tell whether it moved there.",
        };
        const string few = "There are too few incidents to look for displacement.";
        var quotient = change.Change is null ? null : measures?.Quotient;
        var how = measures is null ? null : HowMoved(table[TestCell.Response], ring, table[TestCell.Control], quotient, measures);
        return new(change.Change, change.Low, change.High, quotient,
            measures is null ? "The quotient needs a control area." : measures.WhyNoQuotient?.Sentence() ?? (quotient is null ? few : null),
            measures?.TotalNetEffect, change.Change is null ? $"{what} {few}" : $"{what} {says}")
        { How = how };
    }

    private static string? HowMoved(AreaCounts response, AreaCounts ring, AreaCounts control, double? quotient,
        DisplacementMeasures measures)
    {
        string[] parts =
        [
            quotient is null ? "" : string.Create(American, $"Quotient: ({ring.After:N0} ÷ {control.After:N0} - {ring.Before:N0} ÷ "
                + $"{control.Before:N0}) ÷ ({response.After:N0} ÷ {control.After:N0} - {response.Before:N0} ÷ {control.Before:N0})."),
            measures.TotalNetEffect is null ? "" : string.Create(American, $"Prevented: ({response.Before:N0} + {ring.Before:N0}) × "
                + $"{control.After:N0} ÷ {control.Before:N0} - {response.After:N0} - {ring.After:N0}."),
        ];
        var how = string.Join(' ', parts.Where(part => part.Length > 0));
        return how.Length == 0 ? null : how;
    }

    private static double? Percent(double? ratio) => ratio is { } value && double.IsFinite(value) ? 100 * (value - 1) : null;

    /// <summary>The counts of the areas, as the analysis takes them.</summary>
    private sealed class CellTable(IReadOnlyList<CellCount> cells, ResponseTest test)
    {
        public int Percents { get; } = test.Rule.Confidence ?? 95;

        public double Confidence => Percents / 100.0;

        /// <summary>In periods before.</summary>
        public PeriodLengths Lengths { get; } = new(1, (double)test.After.Days / test.Before.Days);

        public bool Has(TestCell cell) => cells.Any(each => each.Cell == cell);

        public AreaCounts this[TestCell cell] =>
            cells.FirstOrDefault(each => each.Cell == cell) is { } found ? new(found.Before, found.After) : new(0, 0);
    }
}
