using ProblemTracker.Analysis;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;

namespace ProblemTracker.Evidence;

/// <summary>An incident of a problem's set.</summary>
/// <param name="Hour">Local; null without a time of day.</param>
/// <param name="HasDay">Whether more than its month is known.</param>
/// <param name="Place">Its address as written in the source, else its point; null for a place that is not known.</param>
/// <param name="ImportId">The import that added it.</param>
internal sealed record EvidenceEvent(DateOnly Day, int? Hour, DayOfWeek Weekday, bool HasDay, double? Latitude, double? Longitude,
    string? Place, long ImportId);

/// <summary>The incidents of a problem's set and the days that they are from. All panels are computed from it.</summary>
/// <param name="Filter">Finds them.</param>
/// <param name="From">The first day: that of the filter, or of the first incident.</param>
/// <param name="Until">The last day that can have incidents.</param>
internal sealed record EvidenceSet(IncidentFilter Filter, IReadOnlyList<EvidenceEvent> Events, DateOnly From, DateOnly Until)
{
    /// <summary>The last day. Where the source gives only the month, the incidents are those of the whole month.</summary>
    public DateOnly To { get; } = Last(Filter, Events, Until);

    private static DateOnly Last(IncidentFilter filter, IReadOnlyList<EvidenceEvent> events, DateOnly until)
    {
        var last = events.Where(one => !one.HasDay).Select(one => one.Day.AddMonths(1).AddDays(-one.Day.Day)).Append(until).Max();
        return filter.To < last ? filter.To.Value : last;
    }

    /// <summary>Whether the source gives the month of every incident and nothing more.</summary>
    public bool OnlyMonths { get; } = Events.Count > 0 && Events.All(one => !one.HasDay);

    /// <summary>Incidents with a point on the map.</summary>
    public IReadOnlyList<EvidenceEvent> Placed { get; } =
        [.. Events.Where(one => one is { Latitude: { } north, Longitude: { } east } && (north != 0 || east != 0))];

    public IReadOnlyCollection<(double Latitude, double Longitude)> Points =>
        [.. Placed.Select(one => (one.Latitude!.Value, one.Longitude!.Value))];

    /// <summary>A box around most of them: without a tenth of the coordinates on each side, which can lie far away.</summary>
    public MapBox? View
    {
        get
        {
            if (Placed.Count == 0) return null;
            var (south, north) = Middle([.. Points.Select(point => point.Latitude)]);
            var (west, east) = Middle([.. Points.Select(point => point.Longitude)]);
            return new(south, west, north, east);
        }
    }

    private static (double Low, double High) Middle(double[] values)
    {
        Array.Sort(values);
        var aside = values.Length / 10;
        return (values[aside] - Margin, values[^(1 + aside)] + Margin);
    }

    /// <summary>Degrees around it, some hundred meters.</summary>
    private const double Margin = 0.003;

    /// <summary>Months that lie in its days from end to end.</summary>
    public IReadOnlyList<PeriodCount> FullMonths => [.. Months.Where(month => month.Days == DateTime.DaysInMonth(month.Start.Year,
        month.Start.Month) && (Filter.From is not null || month.Start > From || From.Day == 1))];

    /// <summary>All months; the first and the last may be incomplete.</summary>
    public IReadOnlyList<PeriodCount> Months { get; } = PeriodCounts.ByMonth(Events.Select(one => one.Day), From,
        Last(Filter, Events, Until).AddDays(1));
}

/// <summary>What a panel of the workspace shows: a sentence, and the table that its figures are from.</summary>
/// <param name="Sentence">What it shows; null if there is no figure.</param>
/// <param name="Figure">The number that a citation keeps and compares; null if there is none.</param>
/// <param name="None">Why there is no figure, in one sentence; null if there is one.</param>
/// <param name="How">How the figures come from the table.</param>
/// <param name="Columns">Heads of the table, the first one of its labels.</param>
public sealed record PanelDetails(EvidencePanel Panel, string? Sentence, double? Figure, string? None, string? How,
    IReadOnlyList<string> Columns, IReadOnlyList<PanelRow> Rows)
{
    /// <summary>The fields of the worksheets in which it can be cited, the most fitting first.</summary>
    public IReadOnlyList<CitedField> Fields => Sentence is null ? [] : Citing.Fields(Panel);

    internal static PanelDetails Without(EvidencePanel panel, string why) => new(panel, null, null, why, null, [], []);

    internal static PanelDetails Without(EvidencePanel panel, NoResult why) => Without(panel, why.Sentence());
}

/// <param name="Values">In the order of the columns; null where there is none.</param>
public sealed record PanelRow(string Label, IReadOnlyList<double?> Values);
