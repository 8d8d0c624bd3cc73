using System.Text.Json;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_Chart</c>: what <c>charts.js</c> draws. The same numbers always stand in a table on the page.</summary>
/// <param name="Kind">Which drawing: see <see cref="ChartKind"/>.</param>
/// <param name="Label">What the picture shows, in a sentence; read aloud in place of it.</param>
/// <param name="Of">What the numbers count, for the axis.</param>
/// <param name="Points">In the order in which they are drawn.</param>
public sealed record Chart(ChartKind Kind, string Label, string Of, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>The series, in the order of their colors; empty where there is one.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Where the axis of <see cref="ChartKind.Intervals"/> ends; null for where its points do.</summary>
    public double? Most { get; init; } = 100;

    public string Data => JsonSerializer.Serialize(new { Kind = Kind.ToString(), Of, Points, Series, Most }, Json.Options);
}

public enum ChartKind
{
    /// <summary>Horizontal bars, a row for each <c>At</c>, its series side by side in one bar.</summary>
    Bars,
    /// <summary>Upright columns in the order of <c>At</c>, the series beside each other.</summary>
    Columns,
    /// <summary>A line for each series over days or months (<c>At</c> as <c>yyyy-MM-dd</c> or <c>yyyy-MM</c>).</summary>
    Lines,
    /// <summary>A dot for each row with an interval: of shares, in percent, the one in which they may lie.</summary>
    Intervals,
}

/// <param name="At">The row, column or day.</param>
/// <param name="Series">Null where there is one.</param>
public sealed record ChartPoint(string At, double Value, string? Series = null, double? Low = null, double? High = null);
