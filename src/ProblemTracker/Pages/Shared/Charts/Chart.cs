using System.Text.Json;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_Chart</c>: what <c>charts.js</c> draws. The page also shows the same numbers in a table.</summary>
/// <param name="Kind">The type of chart.</param>
/// <param name="Label">What the chart shows, in one sentence; screen readers read it instead of the chart.</param>
/// <param name="Of">What the numbers count, for the axis.</param>
/// <param name="Points">In drawing order.</param>
public sealed record Chart(ChartKind Kind, string Label, string Of, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>Names of the series, in the order of their colors; empty if there is only one.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Where the axis of <see cref="ChartKind.Intervals"/> ends; null to fit its points.</summary>
    public double? Most { get; init; } = 100;

    /// <summary>A value at which <see cref="ChartKind.Columns"/> get a dashed line, such as a rule; null for none.</summary>
    public double? Rule { get; init; }

    public string Data => JsonSerializer.Serialize(new { Kind = Kind.ToString(), Of, Points, Series, Most, Rule }, Json.Options);
}

public enum ChartKind
{
    /// <summary>A horizontal bar for each <c>At</c>, with its series stacked.</summary>
    Bars,
    /// <summary>Vertical columns in the order of <c>At</c>, with the series side by side.</summary>
    Columns,
    /// <summary>A line for each series over days or months (<c>At</c> as <c>yyyy-MM-dd</c> or <c>yyyy-MM</c>).</summary>
    Lines,
    /// <summary>A dot with an interval for each row, for example a percentage with its confidence interval.</summary>
    Intervals,
}

/// <param name="At">The row, column or day.</param>
/// <param name="Series">Null if there is only one.</param>
public sealed record ChartPoint(string At, double Value, string? Series = null, double? Low = null, double? High = null);
