using System.Text.Json.Serialization;

namespace ProblemTracker.Domain;

/// <summary>
/// The test of a response: chosen before the response starts, frozen with its plan, and carried out by the program as data arrives. It
/// counts incidents in areas, or takes another measure.
/// </summary>
public sealed record ResponseTest
{
    /// <summary>
    /// What is counted: a query of the incident list without place and dates, such as <c>categoryCode=noise</c>. For another measure, see
    /// <see cref="MeasureBasis"/>.
    /// </summary>
    public string? Filter { get; init; }
    /// <summary>The same in words, such as "Noise".</summary>
    public string? Counted { get; init; }
    /// <summary>True if more is better, such as for good answers; null if less is.</summary>
    public bool? MoreIsBetter { get; init; }
    /// <summary>Key of the objective whose outcome the test gives; null for the first.</summary>
    public string? ObjectiveKey { get; init; }
    /// <summary>Where the response happens. Blank for other measures than incidents.</summary>
    public TestArea Response { get; init; } = new();
    /// <summary>A similar place without the response; null if there is none.</summary>
    public TestArea? Control { get; init; }
    /// <summary>Width in meters of the ring around the response area to which the problem might move; null without one.</summary>
    public double? Ring { get; init; }
    /// <summary>Where the problem might move, if that is not a ring. What lies in the response area too counts there only.</summary>
    public TestArea? Buffer { get; init; }
    public Period Before { get; init; } = new();
    public Period After { get; init; } = new();
    public TestRule Rule { get; init; } = new();

    [JsonIgnore]
    public TestMeasure Measure => MeasureBasis.Read(Filter)?.Measure ?? TestMeasure.Incidents;

    /// <summary>Whether changes are in points, of answers or of a score, and not in percent.</summary>
    [JsonIgnore]
    public bool IsInPoints => Measure is TestMeasure.Survey or TestMeasure.Checklist;

    [JsonIgnore]
    public bool IsComplete => !Filter.IsBlank() && (Measure != TestMeasure.Incidents || Response.IsPlaced) && Before.IsComplete
        && After.IsComplete && Rule.IsComplete;

    /// <summary>The verdict that the rule gives for a change as it was measured.</summary>
    public Verdict Judge(TestEffect effect) => Rule.Judge(MoreIsBetter == true ? effect.Turned : effect);

    /// <summary>The objective whose outcome the test gives; null if there is none.</summary>
    public Objective? Among(IReadOnlyList<Objective> objectives) =>
        objectives.FirstOrDefault(row => ObjectiveKey is null || row.Key == ObjectiveKey);

    /// <summary>The design that the statistic of the rule needs.</summary>
    [JsonIgnore]
    public EvaluationDesign Design => Rule.Statistic switch
    {
        TestStatistic.LevelChange => EvaluationDesign.TimeSeries,
        TestStatistic.AgainstControl or TestStatistic.Displacement => EvaluationDesign.BeforeAfterWithControl,
        _ => EvaluationDesign.BeforeAfter,
    };
}

/// <summary>An area of a test: a circle, the corners of a polygon, or a neighborhood.</summary>
public sealed record TestArea
{
    public string? Name { get; init; }
    /// <summary>With longitude and radius: the center of a circle. Degrees, WGS84.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>Meters.</summary>
    public double? Radius { get; init; }
    /// <summary>Corners as latitude, longitude, separated by semicolons.</summary>
    public string? Corners { get; init; }
    /// <summary>
    /// A neighborhood. Its outline on the day of the plan is kept as corners, so that a later change does not move the test.
    /// </summary>
    public long? NeighborhoodId { get; init; }

    [JsonIgnore]
    public bool IsCircle => Latitude is not null && Longitude is not null && Radius is not null;

    [JsonIgnore]
    public bool IsPlaced => IsCircle || !Corners.IsBlank();
}

/// <summary>The areas in which a test counts.</summary>
public enum TestCell
{
    Response,
    Control,
    /// <summary>The ring around the response area, or the buffer area in its place.</summary>
    Ring,
    /// <summary>The ring of the same width around the control area.</summary>
    ControlRing,
}

/// <summary>What a test compares.</summary>
public enum TestStatistic
{
    /// <summary>After to before: the rate of the response area, the share of answers, or the mean.</summary>
    BeforeAfter,
    /// <summary>The same, compared with that of the control area.</summary>
    AgainstControl,
    /// <summary>The weighted displacement difference: response area and ring, each against the control area and its ring.</summary>
    Displacement,
    /// <summary>The change in level of the monthly series of the response area, given its trend.</summary>
    LevelChange,
}

/// <summary>
/// Which results count as improved, no change or worse. Percentages are of what was to be expected; where
/// <see cref="ResponseTest.IsInPoints"/> they are points.
/// </summary>
public sealed record TestRule
{
    public static readonly IReadOnlyList<int> Confidences = [80, 90, 95, 99];

    public TestStatistic? Statistic { get; init; }
    /// <summary>Of the interval, in percent: 80, 90, 95 or 99.</summary>
    public int? Confidence { get; init; }
    /// <summary>
    /// The smallest fall, or rise, that counts as improved, in percent or points. A smaller one that shows is partly improved.
    /// </summary>
    public decimal? ImprovedBy { get; init; }
    /// <summary>No change if the whole interval is within plus or minus this, in percent; null if no result shall say so.</summary>
    public decimal? NoChangeWithin { get; init; }

    [JsonIgnore]
    public bool IsComplete => Statistic is not null && Confidence is not null && ImprovedBy is not null;

    /// <summary>
    /// The verdict that the rule gives, where a fall is better. Every result has exactly one: no change, if the whole interval is within
    /// the margin; improved or partly improved, if the whole interval is a fall; worse, if all of it is a rise; else it can't be told.
    /// </summary>
    public Verdict Judge(TestEffect effect)
    {
        if (effect is not { Change: { } change, Low: { } low, High: { } high }) return Verdict.CannotTell;
        if (NoChangeWithin is { } margin && low >= -(double)margin && high <= (double)margin) return Verdict.NoChange;
        if (high < 0) return change <= -(double)(ImprovedBy ?? 0) ? Verdict.Improved : Verdict.PartlyImproved;
        return low > 0 ? Verdict.Worse : Verdict.CannotTell;
    }
}

/// <summary>
/// A change in percent of what was to be expected, or in points, with its interval. Below zero is better unless more is better.
/// </summary>
/// <param name="Change">Null if it can't be computed.</param>
/// <param name="Low">Null without an interval.</param>
/// <param name="High">Null without an interval, or if it has no upper end.</param>
public readonly record struct TestEffect(double? Change, double? Low, double? High)
{
    /// <summary>The other way around: for what is better if there is more of it.</summary>
    public TestEffect Turned => new(-Change, -High, -Low);
}

/// <summary>Where a problem's verdict comes from.</summary>
public enum VerdictOrigin
{
    /// <summary>It is the one that the rule of the frozen test gave.</summary>
    AsComputed,
    /// <summary>The rule gave another one.</summary>
    Differs,
    /// <summary>Nothing was computed.</summary>
    Typed,
}

/// <summary>What the program computed from a frozen test, as the rules of a gate read it.</summary>
public sealed record ComputedTest
{
    /// <summary>Of the frozen plan that it was computed from.</summary>
    public string PlanHash { get; init; } = "";
    /// <summary>Local date of the computation.</summary>
    public DateOnly On { get; init; }
    /// <summary>Whether the period after was over.</summary>
    public bool IsFinal { get; init; }
    /// <summary>What the rule says; null before the period after is over.</summary>
    public Verdict? Verdict { get; init; }
    /// <summary>The objective whose outcome it gives.</summary>
    public string? ObjectiveKey { get; init; }
    /// <summary>Whether it looked for displacement.</summary>
    public bool HasDisplacement { get; init; }
}
