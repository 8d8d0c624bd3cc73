using System.Globalization;
using System.Text.Json.Serialization;

namespace ProblemTracker.Evidence;

/// <summary>A share of answers or a mean, before and after.</summary>
/// <param name="Name">The area, or what was measured.</param>
/// <param name="Before">In percent of answers, points of a score, or the unit of the numbers; null if nothing is known.</param>
/// <param name="BeforeOf">People, walks with the site checklist, or numbers.</param>
/// <param name="After">As before.</param>
/// <param name="AfterOf">As before.</param>
public sealed record MeasuredCell(TestCell Cell, string Name, double? Before, int BeforeOf, double? After, int AfterOf)
{
    /// <summary><c>23.6 (n = 10)</c>.</summary>
    [JsonIgnore] public string BeforeInWords => Said(Before, BeforeOf);
    [JsonIgnore] public string AfterInWords => Said(After, AfterOf);

    private static string Said(double? number, int of) => number is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} (n = {of:N0})") : "Unknown";
}

/// <summary>A single measurement.</summary>
/// <param name="From">Its day, or the first day of its period.</param>
public sealed record MeasuredValue(DateOnly From, double Value, bool IsAfter);

/// <summary>What is known of a measure in the periods of a test.</summary>
internal sealed record Measurements
{
    /// <summary>The response area first; of a survey also its control area, if that was asked.</summary>
    public IReadOnlyList<MeasuredCell> Cells { get; init; } = [];

    /// <summary>By date; none of a survey, whose answers are never shown one by one.</summary>
    public IReadOnlyList<MeasuredValue> Values { get; init; } = [];

    /// <summary>The last day of which something is known; null if nothing is.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>What is missing although the period after is over; null if nothing is.</summary>
    public string? Missing { get; init; }

    /// <summary>How the two sides differ besides the response.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    public IReadOnlyList<double> Side(bool isAfter) => [.. Values.Where(one => one.IsAfter == isAfter).Select(one => one.Value)];
}
