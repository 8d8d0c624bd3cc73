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
        ResponseArea = test.Response.IsPlaced ? Area(test.Response) : plan.ResponseArea,
        ControlArea = test.Control is { } control ? Area(control)
            : test is { Measure: TestMeasure.Survey, Rule.Statistic: TestStatistic.AgainstControl } ? "Control area of the survey"
            : test.Measure == TestMeasure.Incidents ? null : plan.ControlArea,
        BufferArea = test.Buffer is { } buffer ? Area(buffer) : test.Ring is { } ring ? Ring(ring)
            : test.Measure == TestMeasure.Incidents ? null : plan.BufferArea,
        Measure = test.Measure == TestMeasure.Incidents ? $"{test.Counted}, counted from the incident list" : test.Counted,
        Before = test.Before,
        After = test.After,
        DecisionRule = Rule(test),
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
    public static string Rule(ResponseTest test)
    {
        var rule = test.Rule;
        var (fall, rise, fell) = test.MoreIsBetter == true ? ("rise", "fall", "rose") : ("fall", "rise", "fell");
        var interval = $"the whole {rule.Confidence}% interval";
        string[] parts =
        [
            $"Improved: {Subject(test)} {fell} by {Amount(rule.ImprovedBy, test)} or more, and {interval} is a {fall}.",
            $"Partly improved: {interval} is a {fall}, but the {fall} is smaller.",
            rule.NoChangeWithin is { } margin ? $"No change: {interval} is within {Amount(margin, test)} of no change." : "",
            $"Worse: {interval} is a {rise}.",
            "Any other result: cannot tell.",
        ];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    private static string Subject(ResponseTest test) => (test.Measure, test.Rule.Statistic) switch
    {
        (TestMeasure.Survey, TestStatistic.AgainstControl) => "the share of the top two answers, compared with the control area,",
        (TestMeasure.Survey, _) => "the share of the top two answers",
        (TestMeasure.Checklist, _) => "the mean score of the site checklist",
        (TestMeasure.Numbers, _) => "the mean of the numbers",
        (_, TestStatistic.BeforeAfter) => "incidents in the response area",
        (_, TestStatistic.AgainstControl) => "incidents in the response area, compared with the control area,",
        (_, TestStatistic.Displacement) => "incidents in the response area and the ring around it, each compared with its control,",
        _ => "the level of the monthly series, given its trend,",
    };

    /// <summary>What the numbers of another measure than incidents are, with their unit.</summary>
    public static string Of(ResponseTest test) => test.Measure == TestMeasure.Survey ? "top two answers, in percent" : "mean";

    /// <summary>The heading of a table of changes.</summary>
    public static string Caption(ResponseTest test) => $"Change in {(test.IsInPoints ? "points" : "percent")}, with the "
        + $"{test.Rule.Confidence}% interval; a {(test.MoreIsBetter == true ? "rise" : "fall")} is better";

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

    /// <summary>What a plan of another measure could show.</summary>
    /// <param name="known">What is known before, such as <c>84 answers before and as many after</c>.</param>
    /// <param name="smallest">In percent or points; null if nothing would probably show.</param>
    public static string Prospect(ResponseTest test, string known, double? smallest)
    {
        var fall = test.MoreIsBetter == true ? "rise" : "fall";
        if (smallest is not { } amount) return $"With {known}, no {fall} would probably show. Measure more often, or ask more people.";
        var least = Math.Max(1, Math.Ceiling(amount));
        var sentence = $"With {known}, only a {fall} of {Amount((decimal)least, test)} or more would probably show.";
        return test.Rule.ImprovedBy is { } wanted && (double)wanted < least
            ? $"{sentence} The rule already calls a {fall} of {Amount(wanted, test)} improved; one between that and "
                + $"{Amount((decimal)least, test)} would probably end with “cannot tell”." : sentence;
    }

    /// <summary><c>a fall of 31% (95% interval: a fall of 48% to a fall of 9%)</c>.</summary>
    public static string Effect(TestEffect effect, int confidence, bool isInPoints = false)
    {
        if (effect.Change is not { } change) return "no figure";
        var interval = effect switch
        {
            { Low: { } low, High: { } high } => $"{confidence}% interval: {Change(low, isInPoints)} to {Change(high, isInPoints)}",
            { Low: { } low } => $"{confidence}% interval: from {Change(low, isInPoints)}, without an upper end",
            _ => "no interval",
        };
        return $"{Change(change, isInPoints)} ({interval})";
    }

    /// <summary>A change or an end of its interval in a table, without its unit.</summary>
    // Zero is added, since a rounded number can be negative zero.
    public static string Cell(double? number) => number is { } known ? (Math.Round(known) + 0.0).ToString("N0", American) : "";

    /// <summary>A warning if the period after begins before the actions are done; null if it does not.</summary>
    /// <param name="lastDue">When the last planned action is due; null without one.</param>
    public static string? Early(ResponseTest test, DateOnly? lastDue) => test.After.From is { } from && lastDue >= from
        ? string.Create(American, $"The period after begins on {from:MMMM d, yyyy}, but the last action is due on {lastDue:MMMM d, yyyy}. "
            + $"What happens in between would count as after the response.") : null;

    /// <summary>What the rule's verdict rests on, in one sentence.</summary>
    public static string Result(ResponseTest test, TestEffect effect, Verdict verdict)
    {
        var compared = test.Rule.Statistic switch
        {
            TestStatistic.BeforeAfter => "compared with before",
            TestStatistic.AgainstControl => "compared with the control area",
            TestStatistic.Displacement => "counting the ring around it, compared with the controls",
            _ => "compared with its own trend",
        };
        var where = test.Measure == TestMeasure.Incidents ? " in the response area" : "";
        var what = $"{test.Counted}{where}, {compared}: {Effect(effect, test.Rule.Confidence ?? 95, test.IsInPoints)}.";
        return verdict == Verdict.CannotTell
            ? $"{what} By the rule set beforehand, nobody can tell whether the problem changed."
            : $"{what} By the rule set beforehand: {Wording.Of(verdict).ToLowerInvariant()}.";
    }

    private static string Change(double change, bool isInPoints)
    {
        var rounded = Math.Round(Math.Abs(change));
        // Less what the controls changed, a difference can exceed what there was.
        if (!isInPoints && change < 0 && rounded > 100) return "a fall of more than 100%";
        if (rounded == 0) return "no change";
        var unit = !isInPoints ? "%" : rounded == 1 ? " point" : " points";
        return string.Create(American, $"a {(change < 0 ? "fall" : "rise")} of {rounded:N0}{unit}");
    }

    private static string Amount(decimal? number, ResponseTest test) =>
        $"{Number(number)}{(!test.IsInPoints ? "%" : number == 1 ? " point" : " points")}";

    private static string Few(double number) => number.ToString(number < 9.95 ? "0.#" : "N0", American);

    private static string Number(decimal? number) => number?.ToString("0.##", American) ?? "";

    private static string Months(int months) => months switch
    {
        12 => "a year",
        1 => "a month",
        _ => $"{months} months",
    };
}
