using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>A planned test and its results in words.</summary>
public static class TestWords
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The evaluation plan with the texts of its test, so that nobody types what was chosen. Unchanged without a test.</summary>
    public static EvaluationPlan WithTestTexts(this EvaluationPlan plan) => plan.Test is not { } test ? plan : plan with
    {
        Design = test.Design,
        ResponseArea = Area(test.Response),
        ControlArea = test.Control is { } control ? Area(control) : null,
        BufferArea = test.Ring is { } ring ? Ring(ring) : null,
        Measure = $"{test.Counted}, counted from the incident list",
        Before = test.Before,
        After = test.After,
        DecisionRule = Rule(test.Rule),
    };

    /// <summary><c>Tanner Street 40, within 150 m</c>.</summary>
    public static string Area(TestArea area)
    {
        var name = area.Name ?? (area.IsCircle ? string.Create(American, $"{area.Latitude:0.####}, {area.Longitude:0.####}")
            : "Area on the map");
        return area.IsCircle ? string.Create(American, $"{name}, within {area.Radius:N0} m") : name;
    }

    /// <summary>A ring in words.</summary>
    public static string Ring(double meters) => string.Create(American, $"Up to {meters:N0} m around the response area");

    /// <summary>The decision rule read back, in one sentence for each verdict.</summary>
    public static string Rule(TestRule rule)
    {
        var what = rule.Statistic switch
        {
            TestStatistic.BeforeAfter => "incidents in the response area",
            TestStatistic.AgainstControl => "incidents in the response area, compared with the control area,",
            TestStatistic.Displacement => "incidents in the response area and the ring around it, each compared with its control,",
            _ => "the level of the monthly series, given its trend,",
        };
        var interval = $"the whole {rule.Confidence}% interval";
        string[] parts =
        [
            $"Improved: {what} fell by {Number(rule.ImprovedBy)}% or more, and {interval} is a fall.",
            $"Partly improved: {interval} is a fall, but the fall is smaller.",
            rule.NoChangeWithin is { } margin ? $"No change: {interval} is within {Number(margin)}% of no change." : "",
            $"Worse: {interval} is a rise.",
            "Any other result: cannot tell.",
        ];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    /// <summary>What a plan could show, before anything is done.</summary>
    /// <param name="perMonth">Incidents a month in the response area in the period before.</param>
    /// <param name="smallest">Share of the smallest fall that would probably show; null if not even a fall to zero would.</param>
    public static string Prospect(double perMonth, int months, double? smallest, TestRule rule)
    {
        var with = string.Create(American, $"With about {Few(perMonth)} incidents a month over {Months(months)} on each side, ");
        if (smallest is not { } share)
            return with + "not even a fall to zero would probably show. This cannot be judged from counts: use a survey or a site "
                + "checklist.";
        var least = Math.Ceiling(100 * share);
        var sentence = with + string.Create(American, $"only a fall of {least:0}% or more would probably show.");
        return rule.ImprovedBy is { } wanted && (double)wanted < least
            ? $"{sentence} The rule already calls a fall of {Number(wanted)}% improved; one between that and {least:0}% would probably end "
                + "with “cannot tell”." : sentence;
    }

    /// <summary><c>a fall of 31% (95% interval: a fall of 48% to a fall of 9%)</c>.</summary>
    public static string Effect(TestEffect effect, int confidence)
    {
        if (effect.Percent is not { } change) return "no figure";
        var interval = effect switch
        {
            { Low: { } low, High: { } high } => $"{confidence}% interval: {Change(low)} to {Change(high)}",
            { Low: { } low } => $"{confidence}% interval: from {Change(low)}, without an upper end",
            _ => "no interval",
        };
        return $"{Change(change)} ({interval})";
    }

    /// <summary>What the rule's verdict rests on, in one sentence.</summary>
    public static string Result(CountedTest test, TestEffect effect, Verdict verdict)
    {
        var compared = test.Rule.Statistic switch
        {
            TestStatistic.BeforeAfter => "compared with before",
            TestStatistic.AgainstControl => "compared with the control area",
            TestStatistic.Displacement => "counting the ring around it, compared with the controls",
            _ => "compared with its own trend",
        };
        var what = $"{test.Counted} in the response area, {compared}: {Effect(effect, test.Rule.Confidence ?? 95)}.";
        return verdict == Verdict.CannotTell
            ? $"{what} By the rule set beforehand, nobody can tell whether the problem changed."
            : $"{what} By the rule set beforehand: {Wording.Of(verdict).ToLowerInvariant()}.";
    }

    private static string Change(double percent)
    {
        var rounded = Math.Round(Math.Abs(percent));
        return rounded == 0 ? "no change" : string.Create(American, $"a {(percent < 0 ? "fall" : "rise")} of {rounded:N0}%");
    }

    private static string Few(double number) => number.ToString(number < 9.95 ? "0.#" : "N0", American);

    private static string Number(decimal? number) => number?.ToString("0.##", American) ?? "";

    private static string Months(int months) => months switch
    {
        12 => "a year",
        1 => "a month",
        _ => $"{months} months",
    };
}
