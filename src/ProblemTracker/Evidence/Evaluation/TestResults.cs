using System.Text.Json.Serialization;

namespace ProblemTracker.Evidence;

/// <summary>
/// What a test says so far. Changes are in percent, or in points of answers and scores; below zero is better unless more is.
/// </summary>
/// <param name="Cells">The counts that everything else is computed from; empty for other measures.</param>
/// <param name="Statistics">The one of the rule first, then the others; empty before the period after is over.</param>
/// <param name="Displacement">Null without a ring, and before the period after is over.</param>
/// <param name="Months">The months of the series with what the trend before expected; empty without incidents.</param>
/// <param name="WhyNoTrend">Why the months have no trend; null if they have.</param>
/// <param name="Dispersion">Variance to mean of the months around their trend; null without one.</param>
/// <param name="ByRule">The verdict of the rule; null before the period after is over.</param>
/// <param name="Sentence">What the verdict rests on, or what it waits for.</param>
/// <param name="PlannedPower">What the plan could be expected to show.</param>
public sealed record TestResults(
    IReadOnlyList<CellCount> Cells, IReadOnlyList<StatisticResult> Statistics, DisplacementResult? Displacement,
    IReadOnlyList<TestMonth> Months, string? WhyNoTrend, double? Dispersion, Verdict? ByRule, string Sentence, string PlannedPower)
{
    /// <summary>Shares or means instead of the cells, for another measure than incidents.</summary>
    public IReadOnlyList<MeasuredCell> Measured { get; init; } = [];
    /// <summary>The single measurements, if they may be shown.</summary>
    public IReadOnlyList<MeasuredValue> Values { get; init; } = [];
}

/// <summary>The incidents of an area.</summary>
/// <param name="Name">The area in words.</param>
public sealed record CellCount(TestCell Cell, string Name, int Before, int After);

/// <summary>A statistic of the counts.</summary>
/// <param name="Change">Null if it can't be computed.</param>
/// <param name="How">How to recompute it from the table.</param>
/// <param name="Why">Why there is no figure or no interval; null if nothing is missing.</param>
public sealed record StatisticResult(TestStatistic Statistic, double? Change, double? Low, double? High, string How, string? Why)
{
    [JsonIgnore]
    public TestEffect Effect => new(Change, Low, High);
}

/// <summary>Whether events moved to the ring around the response area.</summary>
/// <param name="Change">Of the ring, in percent, compared with the ring around the control area if there is one.</param>
/// <param name="Quotient">Weighted displacement quotient; null with a reason.</param>
/// <param name="TotalNetEffect">Events prevented in the response area and the ring together; above zero is better.</param>
/// <param name="Sentence">What that says.</param>
public sealed record DisplacementResult(
    double? Change, double? Low, double? High, double? Quotient, string? WhyNoQuotient, double? TotalNetEffect, string Sentence)
{
    /// <summary>How to recompute the quotient and the total from the table; null if there are none.</summary>
    public string? How { get; init; }
}

/// <summary>A month of the response area.</summary>
/// <param name="From">Its first day that counts.</param>
/// <param name="IsAfter">Whether it is in the period after.</param>
/// <param name="Expected">What the trend before, without the response, expects; null without a trend.</param>
/// <param name="LowLimit">Below it, the month differs from those before (control chart, 3 sigma); null without one.</param>
public sealed record TestMonth(
    DateOnly From, int Days, int Count, bool IsAfter, double? Expected, double? Low, double? High, double? LowLimit, double? HighLimit)
{
    /// <summary>
    /// The moving average that weighs the latest month by 0.2 (EWMA), in incidents a month of average length; null without a chart. It
    /// finds small lasting changes sooner.
    /// </summary>
    public double? Smooth { get; init; }
    public double? SmoothLow { get; init; }
    public double? SmoothHigh { get; init; }
}
