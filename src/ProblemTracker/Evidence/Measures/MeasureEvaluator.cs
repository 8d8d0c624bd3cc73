using System.Globalization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>Computes what a test of another measure than counted incidents says.</summary>
internal static class MeasureEvaluator
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Values from which their spread can be told.</summary>
    private const int Fewest = 3;

    /// <param name="isFinal">Whether the period after is over and everything is there. Before, there are no statistics.</param>
    /// <param name="waiting">What is missing before there is a verdict.</param>
    public static TestResults Evaluate(ResponseTest test, Measurements known, bool isFinal, string waiting)
    {
        List<StatisticResult> statistics = [];
        if (isFinal)
        {
            statistics.Add(BeforeAfter(test, known));
            if (known.Cells is [_, { Before: not null, After: not null }]) statistics.Add(AgainstControl(test, known));
            statistics = [.. statistics.OrderBy(one => one.Statistic != test.Rule.Statistic)];
        }
        var byRule = isFinal ? test.Judge(statistics[0].Effect) : (Verdict?)null;
        return new([], statistics, null, [], null, null, byRule,
            byRule is { } verdict ? TestWords.Result(test, statistics[0].Effect, verdict) : waiting, Prospect(test, known))
        {
            Measured = known.Cells,
            Values = known.Values,
        };
    }

    private static StatisticResult BeforeAfter(ResponseTest test, Measurements known)
    {
        var cell = known.Cells[0];
        var (before, after) = (known.Side(isAfter: false), known.Side(isAfter: true));
        var confidence = Confidence(test);
        switch (test.Measure)
        {
            case TestMeasure.Survey:
                return Points(TestStatistic.BeforeAfter, Change(cell, confidence), string.Create(American, $"{cell.After:0.#}% of "
                    + $"{cell.AfterOf:N0} people, less {cell.Before:0.#}% of {cell.BeforeOf:N0}. Interval of Newcombe, from those of "
                    + $"Wilson."));
            case TestMeasure.Checklist:
                return Points(TestStatistic.BeforeAfter, TwoMeans.Difference(after, before, confidence), $"{Mean(cell, test)} Interval of "
                    + "Welch.", percent: 1);
            default:
                var ratio = TwoMeans.Ratio(after, before, confidence);
                return new(TestStatistic.BeforeAfter, 100 * (ratio.Value - 1), 100 * (ratio.Interval?.Low - 1),
                    100 * (ratio.Interval?.High - 1), $"{Mean(cell, test)} Interval on the logarithm, by Welch.", ratio.Why?.Sentence());
        }
    }

    private static string Mean(MeasuredCell cell, ResponseTest test) => string.Create(American, $"{cell.After:0.##} (mean of "
        + $"{cell.AfterOf:N0}) {(test.IsInPoints ? "less" : "÷")} {cell.Before:0.##} (mean of {cell.BeforeOf:N0})"
        + $"{(test.IsInPoints ? "." : ", less 1.")}");

    private static StatisticResult AgainstControl(ResponseTest test, Measurements known)
    {
        var changes = known.Cells.Select(cell => Change(cell, Confidence(test))).ToList();
        return Points(TestStatistic.AgainstControl, Proportion.Difference(changes[0], changes[1]), string.Create(American,
            $"{100 * changes[0].Value:0.#} points in the response area, less {100 * changes[1].Value:0.#} in the control area. Interval of "
                + $"Zou and Donner, from those of the two changes."));
    }

    private static Estimate Change(MeasuredCell cell, double confidence) => cell is { Before: { } before, After: { } after }
        ? Proportion.Newcombe(after / 100, cell.AfterOf, before / 100, cell.BeforeOf, confidence) : new(null, null, NoResult.Empty);

    private static StatisticResult Points(TestStatistic statistic, Estimate estimate, string how, int percent = 100) => new(statistic,
        percent * estimate.Value, percent * estimate.Interval?.Low, percent * estimate.Interval?.High, how, estimate.Why?.Sentence());

    private static double Confidence(ResponseTest test) => (test.Rule.Confidence ?? 95) / 100.0;

    /// <summary>What the plan could show, from what is known before.</summary>
    public static string Prospect(ResponseTest test, Measurements known)
    {
        var demands = new Demands((1 - Confidence(test)) / 2);
        var cell = known.Cells[0];
        if (test.Measure == TestMeasure.Survey)
        {
            if (cell.Before is not { } share)
                return "No answers are known yet from before. Close a wave before the response first: then this says what could show.";
            var people = cell.BeforeOf;
            // A difference of two changes has twice the variance of one.
            if (test.Rule.Statistic == TestStatistic.AgainstControl)
                people = Math.Max(1, Math.Min(people, known.Cells is [_, var control] ? control.BeforeOf : 0) / 2);
            var also = test.Rule.Statistic == TestStatistic.AgainstControl && known.Cells is [_, var asked]
                ? string.Create(American, $" ({asked.BeforeOf:N0} in the control area)") : "";
            return TestWords.Prospect(test, string.Create(American, $"{cell.BeforeOf:N0} answers before{also} and as many after"),
                100 * MeasurePower.Rise(share / 100, people, demands));
        }
        var values = known.Side(isAfter: false);
        var what = test.Measure == TestMeasure.Checklist ? "walks" : "numbers";
        if (values.Count < Fewest || values.Distinct().Count() == 1)
            return $"From {values.Count:N0} {what} before, nobody can say how much they differ without any response. Get at least {Fewest} "
                + "that differ before it starts.";
        var mean = values.Average();
        var smallest = MeasurePower.Difference(values, demands);
        // Nothing falls by more than all of it.
        var most = test.MoreIsBetter == true ? double.PositiveInfinity : test.IsInPoints ? mean : 100;
        if (!test.IsInPoints) smallest = mean > 0 ? 100 * smallest / mean : null;
        return TestWords.Prospect(test, string.Create(American, $"{values.Count:N0} {what} before (mean {mean:0.##}) and as many after"),
            smallest <= most ? smallest : null);
    }
}
