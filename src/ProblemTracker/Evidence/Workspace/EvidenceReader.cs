using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>Reads the incidents of a problem's set once and computes panels from them.</summary>
internal sealed class EvidenceReader(Db db, Actor actor, AgencySettings agency, CityHours hours, EvidenceWords words)
{
    /// <summary>The most incidents of a set, so that the page answers at once.</summary>
    public const int Most = 20_000;

    private sealed record Row
    {
        public string EventKey { get; init; } = "";
        public DateOnly LocalDate { get; init; }
        public int? LocalHour { get; init; }
        public int LocalWeekday { get; init; }
        public string TimePrecision { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string? Address { get; init; }
        public long ImportRunId { get; init; }
    }

    private sealed record Source
    {
        public long Id { get; init; }
        public string FileName { get; init; } = "";
        public string? Map { get; init; }
    }

    /// <summary>The set that was chosen for a problem; the incidents linked to it if none was.</summary>
    public async Task<IncidentFilter> SetOf(long problemId, CancellationToken ct) =>
        await db.Find<string>("SELECT s.FilterJson FROM EvidenceSet s WHERE s.ProblemId = @problemId", new { problemId }, ct) is { } json
            ? SignalSql.Read<IncidentFilter>(json) : new(ProblemId: problemId);

    /// <param name="wanted">The panels to compute.</param>
    /// <exception cref="NotFound">The filter names a problem that the actor can't view.</exception>
    public async Task<EvidenceDetails> Read(ProblemWords problem, IncidentFilter filter, IReadOnlyCollection<EvidencePanel> wanted,
        CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, filter, ct);
        var answer = new EvidenceDetails { Filter = filter, Words = await words.Of(problem, filter, ct) };
        if (await Events(filter, ct) is not { } events)
            return answer with
            {
                None = $"This set has more than {Most:N0} incidents, too many for one problem. Choose a shorter period or a smaller area.",
            };
        if (events.Count == 0) return answer with { None = "There are no incidents in this set." };
        var last = events.Max(one => one.Day);
        var set = new EvidenceSet(filter, events, filter.From ?? events.Min(one => one.Day),
            // Only what was linked counts, so that days after the last link say nothing.
            filter.ProblemId is not null ? last : Earlier(filter.To,
                await IncidentSql.LastDay(db, await agency.Today(ct), ct) is { } day && day > last ? day : last));
        return answer with
        {
            Incidents = events.Count,
            From = set.From,
            To = set.To,
            View = set.View,
            Panels = [.. await Panels(set, wanted, ct)],
        };
    }

    private async Task<List<PanelDetails>> Panels(EvidenceSet set, IReadOnlyCollection<EvidencePanel> wanted, CancellationToken ct)
    {
        List<PanelDetails> panels = [];
        foreach (var panel in wanted)
            panels.Add(panel switch
            {
                EvidencePanel.Total => TimePanels.Total(set),
                EvidencePanel.Months => TimePanels.Months(set),
                EvidencePanel.Season => TimePanels.Season(set),
                EvidencePanel.Hours => HoursPanel.Of(set, await hours.Read(db, ct)),
                EvidencePanel.TopPlaces => PlacePanels.Top(set),
                EvidencePanel.Hexagons => PlacePanels.Hexagons(set),
                EvidencePanel.TimeBetween => TimePanels.Between(set),
                EvidencePanel.NearRepeats => NearRepeatsPanel.Of(set, ct),
                EvidencePanel.Sources => PlacePanels.Sources(set, await Sources(set, ct)),
                _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
            });
        return panels;
    }

    /// <summary>The incidents, each once, however many rows it has; null if there are too many.</summary>
    private async Task<List<EvidenceEvent>?> Events(IncidentFilter filter, CancellationToken ct)
    {
        var isIn = IncidentSql.Measure(filter);
        HashSet<string> keys = new(StringComparer.Ordinal);
        List<EvidenceEvent> events = [];
        await foreach (var row in db.Stream<Row>($"""
            SELECT i.EventKey, i.LocalDate, i.LocalHour, i.LocalWeekday, i.TimePrecision, i.Latitude, i.Longitude, i.Address, i.ImportRunId
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, IncidentSql.Args(db.Dialect, filter), ct))
        {
            if (!isIn(row.Latitude, row.Longitude) || !keys.Add(row.EventKey)) continue;
            if (events.Count == Most) return null;
            events.Add(new(row.LocalDate, row.LocalHour, (DayOfWeek)row.LocalWeekday, row.TimePrecision != nameof(TimePrecision.Month),
                row.Latitude, row.Longitude, !string.IsNullOrWhiteSpace(row.Address) ? row.Address.Trim()
                    : row is { Latitude: { } north, Longitude: { } east } && (north != 0 || east != 0) ? Night.PointOf(north, east) : null,
                row.ImportRunId));
        }
        return events;
    }

    private static DateOnly Earlier(DateOnly? limit, DateOnly day) => limit < day ? limit.Value : day;

    private async Task<Dictionary<long, string>> Sources(EvidenceSet set, CancellationToken ct)
    {
        var ids = set.Events.Select(one => one.ImportId).Distinct().Take(500).ToList();
        return (await db.List<Source>("SELECT run.Id, run.FileName, run.Map FROM ImportRun run WHERE run.Id IN @ids", new { ids }, ct))
            .ToDictionary(source => source.Id, source => source.Map is { } map
                && JsonSerializer.Deserialize<IncidentMap>(map, Json.Options)?.Source is { Length: > 0 } name ? name
                    : SourceName.Of(source.FileName));
    }
}
