using System.Text.Json.Serialization;

namespace ProblemTracker.Domain;

/// <summary>The four worksheets, each saved separately with its own version.</summary>
public enum SheetKind { Scanning, Analysis, Response, Assessment }

/// <summary>A span of whole local days, including both ends.</summary>
public sealed record Period
{
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    [JsonIgnore]
    public bool IsComplete => From is not null && To is not null && From <= To;

    /// <summary>Length in days, including both ends; 0 if the period is incomplete.</summary>
    [JsonIgnore]
    public int Days => IsComplete ? To!.Value.DayNumber - From!.Value.DayNumber + 1 : 0;

    /// <summary>
    /// Whether two periods can be compared without explanation: about equally long, and in the same season. The rule is our own.
    /// Lengths may differ by 3 days, or by 5% of the longer one if that is more. The first days must be within 15 days of each other in
    /// the year (across New Year too; February 29 counts as the 28th), unless both periods cover whole years, which have every season:
    /// a multiple of 365.25 days, plus or minus 3 days per year, so that 52 weeks count as one. Incomplete periods match nothing.
    /// </summary>
    public bool Matches(Period other) =>
        IsComplete && other.IsComplete
        && Math.Abs(Days - other.Days) <= Math.Max(3, 0.05 * Math.Max(Days, other.Days))
        && (DaysApartInTheYear(From!.Value, other.From!.Value) <= 15 || (CoversWholeYears && other.CoversWholeYears));

    private bool CoversWholeYears
    {
        get
        {
            var years = Math.Round(Days / 365.25);
            return years >= 1 && Math.Abs(Days - years * 365.25) <= 3 * years;
        }
    }

    private static int DaysApartInTheYear(DateOnly one, DateOnly other)
    {
        var apart = Math.Abs(DayOfCommonYear(one) - DayOfCommonYear(other));
        return Math.Min(apart, 365 - apart);
    }

    private static int DayOfCommonYear(DateOnly date) =>
        new DateOnly(2001, date.Month, date is { Month: 2, Day: 29 } ? 28 : date.Day).DayOfYear;
}

/// <summary>A measured value with its unit and the period it covers.</summary>
public sealed record Measurement
{
    /// <summary>Stable within the list (<c>b1</c>, <c>b2</c>, …), assigned on saving if blank.</summary>
    public string? Key { get; init; }
    public string? Name { get; init; }
    public decimal? Value { get; init; }
    public string? Unit { get; init; }
    public Period Period { get; init; } = new();
    public string? Source { get; init; }
    /// <summary>Null if it was not counted from the incident list.</summary>
    public CountBasis? Counted { get; init; }
}

/// <summary>How a number was counted from the incident list or a survey, so that a later one is counted the same way.</summary>
public sealed record CountBasis
{
    /// <summary>
    /// The query of the incident list without dates, such as <c>categoryCode=noise&amp;neighborhoodId=3</c>, or a question of a survey,
    /// such as <c>surveyId=3&amp;question=q4</c>.
    /// </summary>
    public string? Filter { get; init; }
    /// <summary>Local date of the count.</summary>
    public DateOnly? On { get; init; }
    /// <summary>People who answered the question of a survey; null for incidents.</summary>
    public int? People { get; init; }
}

public enum YesNo { Yes, No }

// --- Scanning -----------------------------------------------------------------------------------

/// <summary>Is this a problem by the CHEERS test? Filled in before anyone asks why it happens.</summary>
public sealed record ScanningSheet
{
    public string? Statement { get; init; }
    public Cheers Cheers { get; init; } = new();
    public CountedSource CountedSource { get; init; } = new();
    /// <summary>Harm to the community and cost to the police.</summary>
    public string? Harms { get; init; }
    public string? HowOften { get; init; }
    public string? HowLong { get; init; }
}

/// <summary>The six CHEERS questions (POP Center). Each is answered, and a Yes needs evidence.</summary>
public sealed record Cheers
{
    public CheersAnswer Community { get; init; } = new();
    public CheersAnswer Harmful { get; init; } = new();
    public CheersAnswer Expectation { get; init; } = new();
    public CheersAnswer Events { get; init; } = new();
    public CheersAnswer Recurring { get; init; } = new();
    public CheersAnswer Similarity { get; init; } = new();
}

public sealed record CheersAnswer
{
    public YesNo? Answer { get; init; }
    public string? Evidence { get; init; }
}

/// <summary>Events from a source outside the incident list: a complaint log, a store's records, a traffic count.</summary>
public sealed record CountedSource
{
    public string? Description { get; init; }
    public int? Count { get; init; }
    public Period Period { get; init; } = new();
}

// --- Analysis -----------------------------------------------------------------------------------

/// <summary>Why it happens: the problem analysis triangle with its controllers, sources, and a working hypothesis.</summary>
public sealed record AnalysisSheet
{
    public Triangle Triangle { get; init; } = new();
    public Controllers Controllers { get; init; } = new();
    public string? SuperControllers { get; init; }
    public IReadOnlyList<InformationSource> Sources { get; init; } = [];
    public IReadOnlyList<Consultation> Consulted { get; init; } = [];
    public string? CurrentResponse { get; init; }
    public string? Hypothesis { get; init; }
    public IReadOnlyList<Measurement> Baselines { get; init; } = [];
}

public sealed record Triangle
{
    public Finding Offender { get; init; } = new();
    public Finding Target { get; init; } = new();
    public Finding Place { get; init; } = new();
}

public sealed record Controllers
{
    public Finding Handler { get; init; } = new();
    public Finding Guardian { get; init; } = new();
    public Finding Manager { get; init; } = new();
}

/// <summary>A side of the triangle: what was found, or why it is not relevant.</summary>
public sealed record Finding
{
    public string? Found { get; init; }
    public string? NotRelevantReason { get; init; }
}

public sealed record InformationSource
{
    /// <summary>Stable within the list (<c>s1</c>, <c>s2</c>, …), assigned on saving if blank.</summary>
    public string? Key { get; init; }
    public string? Name { get; init; }
    public bool OutsidePolice { get; init; }
    public string? WhatItShows { get; init; }
}

/// <summary>A conversation with a stakeholder. Refers to the attachment, not the person, so the sheet has no protected names.</summary>
public sealed record Consultation
{
    /// <summary>Stable within the list (<c>c1</c>, <c>c2</c>, …), assigned on saving if blank.</summary>
    public string? Key { get; init; }
    public long? AttachmentId { get; init; }
    public DateOnly? On { get; init; }
    public string? WhatTheySaid { get; init; }
}

// --- Response -----------------------------------------------------------------------------------

/// <summary>Objectives, alternatives considered, and the evaluation plan. Frozen when the response starts.</summary>
public sealed record ResponseSheet
{
    public IReadOnlyList<Objective> Objectives { get; init; } = [];
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];
    /// <summary>Why no action is owned outside the police, if none is.</summary>
    public string? NoOutsideActionReason { get; init; }
    public EvaluationPlan Evaluation { get; init; } = new();
}

public enum MeasureKind { Crime, Disorder, Calls, TrafficSafety, Fear, QualityOfLife, Trust }

public enum Direction { Decrease, Increase }

public sealed record Objective
{
    /// <summary>Stable within the sheet (<c>o1</c>, <c>o2</c>, …), assigned on saving if blank; outcomes refer to it.</summary>
    public string? Key { get; init; }
    /// <summary>
    /// Key of the baseline in the Analysis worksheet from which measure, unit, baseline and its period come until the plan is frozen; null
    /// if they are entered here.
    /// </summary>
    public string? BaselineKey { get; init; }
    public string? Measure { get; init; }
    public MeasureKind? Kind { get; init; }
    public string? Unit { get; init; }
    public Direction? Direction { get; init; }
    public decimal? Baseline { get; init; }
    public Period BaselinePeriod { get; init; } = new();
    /// <summary>How the baseline was counted; the number after is counted the same way. Null if it was not.</summary>
    public CountBasis? Counted { get; init; }
    public decimal? Target { get; init; }
    public DateOnly? TargetDate { get; init; }
}

public sealed record Alternative
{
    /// <summary>Stable within the list (<c>a1</c>, <c>a2</c>, …), assigned on saving if blank.</summary>
    public string? Key { get; init; }
    public string? Description { get; init; }
    public bool Enforcement { get; init; }
    /// <summary>Its pros and cons.</summary>
    public string? ProsAndCons { get; init; }
    public bool Chosen { get; init; }
}

/// <summary>Evaluation designs after Eck, <i>Assessing Responses to Problems</i>.</summary>
public enum EvaluationDesign { BeforeAfter, BeforeAfterWithControl, TimeSeries, TimeSeriesWithControl }

public sealed record EvaluationPlan
{
    public EvaluationDesign? Design { get; init; }
    public string? ResponseArea { get; init; }
    public string? ControlArea { get; init; }
    public string? BufferArea { get; init; }
    /// <summary>Why there is no control area or no buffer area, if one is missing.</summary>
    public string? NoComparisonReason { get; init; }
    public string? Measure { get; init; }
    public Period Before { get; init; } = new();
    public Period After { get; init; } = new();
    /// <summary>Which results count as improved, no change or worse; decided before the response.</summary>
    public string? DecisionRule { get; init; }
    /// <summary>The test that the program carries out; the texts above then come from it. Null if the plan is words only.</summary>
    public ResponseTest? Test { get; init; }
}

// --- Assessment ---------------------------------------------------------------------------------

/// <summary>What was carried out, and whether it helped.</summary>
public sealed record AssessmentSheet
{
    public IReadOnlyList<ProcessFinding> Process { get; init; } = [];
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];
    public Displacement Displacement { get; init; } = new();
    public Informed Informed { get; init; } = new();
    /// <summary>What else could explain the result, besides the response.</summary>
    public string? OtherExplanations { get; init; }
    public Verdict? Verdict { get; init; }
    public string? VerdictReason { get; init; }
    public string? Lessons { get; init; }
    public SelfScores Scores { get; init; } = new();
}

public enum CarriedOut { Fully, Partly, Not }

public sealed record ProcessFinding
{
    public long? ActionId { get; init; }
    public CarriedOut? CarriedOut { get; init; }
    public string? Note { get; init; }
}

public sealed record Outcome
{
    public string? ObjectiveKey { get; init; }
    public decimal? After { get; init; }
    public Period Period { get; init; } = new();
    /// <summary>Null if it was not counted from the incident list.</summary>
    public CountBasis? Counted { get; init; }
    /// <summary>Why it was typed although the baseline was counted by the program.</summary>
    public string? TypedReason { get; init; }
    /// <summary>Why the values can be compared, if the period does not match the baseline's length and season.</summary>
    public string? ComparableReason { get; init; }
}

public sealed record Displacement
{
    public bool? Checked { get; init; }
    public string? Finding { get; init; }
    public string? NotCheckedReason { get; init; }
}

/// <summary>When and how the stakeholders were told the outcome.</summary>
public sealed record Informed
{
    public DateOnly? On { get; init; }
    public string? How { get; init; }
}

/// <summary>The team's own scores for its work in the four stages, kept with the closing.</summary>
public sealed record SelfScores
{
    public const int Lowest = 0, Highest = 10;
    /// <summary>The sum of the four weights: 1, 2, 1 and 2.</summary>
    public const double Weights = 6;

    public Score Scanning { get; init; } = new();
    public Score Analysis { get; init; } = new();
    public Score Response { get; init; } = new();
    public Score Assessment { get; init; } = new();

    /// <summary>
    /// The weighted mean of the four, 0 to 10. Analysis and Assessment count double, as in the 2009 Tilley Award guidance. Null if a score
    /// is missing.
    /// </summary>
    [JsonIgnore]
    public double? Weighted =>
        Scanning.Points is { } s && Analysis.Points is { } a && Response.Points is { } r && Assessment.Points is { } after
        ? (s + 2 * a + r + 2 * after) / Weights : null;
}

public sealed record Score
{
    /// <summary>From 0 to 10.</summary>
    public int? Points { get; init; }
    public string? Reason { get; init; }
}
