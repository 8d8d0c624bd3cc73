using System.Text.Json.Serialization;

namespace ProblemTracker.Reports;

/// <summary>Quality of life by neighborhood, each compared only to its own past.</summary>
/// <param name="Today">The day the report was made, in the agency's time zone.</param>
/// <param name="Neighborhoods">In alphabetical order. Never ranked.</param>
public sealed record LifeReport(DateOnly Today, IReadOnlyList<PlaceLife> Neighborhoods, LifeDefinitions Definitions) : IReport
{
    private static readonly string[] Header =
        ["neighborhood", "topic", "series", "unit", "period", "from", "to", "count", "of", "value", "low", "high"];

    public ReportTable ToTable() => new("quality-of-life", Header,
        from place in Neighborhoods
        from topic in place.Topics
        from series in topic.Series
        from point in series.Points
        select (IReadOnlyList<object?>)[place.Neighborhood, Wording.Of(topic.Topic), series.Name, series.Unit, point.Name, point.From,
            point.To, point.Count, point.Of, point.Value, point.Low, point.High]);
}

/// <param name="Population">People who live there; null if not known.</param>
/// <param name="Answer">Whether quality of life changed, in a sentence or two.</param>
/// <param name="Topics">Always the same four.</param>
public sealed record PlaceLife(long NeighborhoodId, string Neighborhood, int? Population, string Answer, IReadOnlyList<LifeTopic> Topics);

/// <summary>What the page tells of each neighborhood.</summary>
public enum LifeTopicKind { Survey, Incidents, Concerns, OpenProblems }

/// <param name="Sentence">What its series say.</param>
/// <param name="List">Address in the API of the list behind it; null if there is none.</param>
public sealed record LifeTopic(LifeTopicKind Topic, string Sentence, IReadOnlyList<LifeSeries> Series, string? List = null)
{
    /// <summary>Address of the page with the same list.</summary>
    [JsonIgnore]
    public string? Href => List?["/api/v1".Length..];
}

/// <summary>How the latest value differs from the one that it is compared to.</summary>
public enum LifeChange
{
    Rose,
    Fell,
    /// <summary>Only for what is counted without uncertainty.</summary>
    Same,
    /// <summary>The difference can be chance.</summary>
    CannotTell,
}

/// <param name="Unit">What its values are: <c>percent</c>, <c>per 1,000 residents</c>, <c>incidents</c> or <c>problems</c>.</param>
/// <param name="Change">Null if there is nothing to compare.</param>
/// <param name="Points">Oldest first.</param>
public sealed record LifeSeries(string Name, string Unit, LifeChange? Change, IReadOnlyList<LifePoint> Points);

/// <summary>A period, wave or day of a series.</summary>
/// <param name="Name">The months or day, such as <c>Dec 2025 to Feb 2026</c>.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day, inclusive.</param>
public sealed record LifePoint(string Name, DateOnly From, DateOnly To)
{
    /// <summary>What was counted; for a survey, the people who answered. Null without data, and where it is hidden.</summary>
    public int? Count { get; init; }
    /// <summary>Out of how many, for a share of concerns.</summary>
    public int? Of { get; init; }
    /// <summary>Null without data, where it is hidden, and for a share of fewer than five cases.</summary>
    public double? Value { get; init; }
    /// <summary>The ends of the 95% confidence interval; null for what is counted without uncertainty.</summary>
    public double? Low { get; init; }
    public double? High { get; init; }
}

/// <summary>Definitions of the figures, shown once.</summary>
public sealed record LifeDefinitions
{
    public string Compared { get; init; } =
        "Each neighborhood is compared only to its own past: the latest three complete months to the same months a year before, the latest "
            + "wave of a survey to the wave before it, and open problems today to those a year ago.";
    public string CannotTell { get; init; } =
        "The difference can be chance (its 95% interval includes no change). With many comparisons, about one in 20 looks like "
            + "a change by chance alone.";
    public string Survey { get; init; } =
        "Share of the two highest of five answers to the questions about safety, quality of life and trust, with its 95% interval "
            + $"(Wilson), by closed wave of the neighborhood's surveys. Figures of fewer than {SmallCells.Fewest} people are hidden. The "
            + "latest wave is compared to the one before it of the same survey (Newcombe).";
    public string Incidents { get; init; } =
        "Those that happened in three months, per 1,000 residents of today, with the exact 95% interval of a count (Poisson), which takes "
            + "them as independent of each other. Left out are periods without imported incidents at their beginning or end, and those "
            + "before the neighborhood or its boundary began. More reports can also mean more trust.";
    public string Concerns { get; init; } =
        "Those received in three months, the last of which is this month so far, and how many of those that were due were acknowledged and "
            + "decided in time, with the 95% interval (Wilson). "
            + $"With fewer than {Share.FewestForPercent} cases, no percentage is shown.";
    public string OpenProblems { get; init; } =
        "Those that you can view, at the end of each month and today. They are counted, so there is no interval. They say how much the "
            + "department works on, not how life is.";
}
