using System.Text.Json;

namespace ProblemTracker.Evidence;

/// <summary>
/// Writes what a night found: a signal that is there already gets its new numbers and keeps its decision, unless it grew; one that was not
/// found for some days is gone.
/// </summary>
internal sealed class SignalMerge(Db db, Actor actor, TimeProvider clock)
{
    /// <summary>Rows of one transaction, so that other writers get in between.</summary>
    private const int AtOnce = 25;

    /// <summary>Ids per statement; SQL Server allows 2,100 parameters.</summary>
    private const int Slice = 1000;

    /// <summary>A series of a whole city belongs to no problem.</summary>
    private const int MostOfProblem = 5000;

    /// <summary>Meters by which the center of a hot spot can move from one night to the next.</summary>
    private const double Drift = 2 * Gatherings.Radius;

    private sealed record Row
    {
        public long Id { get; init; }
        public SignalKind Kind { get; init; }
        public string SignalKey { get; init; } = "";
        public string? CategoryCode { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public SignalDecision? Decision { get; init; }
        public DateOnly? UntilDay { get; init; }
        public int? DecidedAtCount { get; init; }
        public DateOnly? ReturnedOn { get; init; }
    }

    private sealed record Linked
    {
        public long ProblemId { get; init; }
        public int Incidents { get; init; }
    }

    /// <param name="found">The strongest first.</param>
    public async Task Write(IReadOnlyList<FoundSignal> found, DateOnly today, CancellationToken ct)
    {
        var rows = await db.List<Row>("""
            SELECT s.Id, s.Kind, s.SignalKey, s.CategoryCode, s.Latitude, s.Longitude, s.Decision, s.UntilDay, s.DecidedAtCount,
                s.ReturnedOn
            FROM Signal s
            """, null, ct);
        var byKey = rows.ToDictionary(row => (row.Kind, row.SignalKey));
        List<Row> left = [.. rows.Where(row => row is { Kind: SignalKind.HotSpot, Latitude: not null })];
        foreach (var signal in found)
            if (byKey.TryGetValue((signal.Kind, signal.Key), out var same)) left.Remove(same);
        Dictionary<FoundSignal, long> leading = [];
        foreach (var some in found.Chunk(AtOnce))
        {
            var known = new long?[some.Length];
            for (var i = 0; i < some.Length; i++) known[i] = await ProblemOf(some[i], ct);
            await db.Write(async () =>
            {
                for (var i = 0; i < some.Length; i++)
                {
                    var row = byKey.GetValueOrDefault((some[i].Kind, some[i].Key)) ?? Moved(some[i], left);
                    var leadId = LeadOf(some[i], leading);
                    var id = await Write(some[i], row, known[i], today, leadId, ct);
                    if (leadId is null) leading[some[i]] = id;
                }
                return Done.Instance;
            }, ct);
        }
        await db.Write(async () => await db.Execute("""
            UPDATE Signal SET GoneOn = @today, LeadId = NULL WHERE GoneOn IS NULL AND LastSeenOn < @before
            """, new { today, before = today.AddDays(-SignalRules.DaysToGo) }, ct), ct);
    }

    private async Task<long> Write(FoundSignal signal, Row? row, long? known, DateOnly today, long? leadId, CancellationToken ct)
    {
        var args = new
        {
            Id = row?.Id ?? 0,
            Kind = signal.Kind.ToString(),
            signal.Key,
            signal.CategoryCode,
            signal.NeighborhoodId,
            signal.Place,
            signal.At?.Latitude,
            signal.At?.Longitude,
            signal.Filter.Radius,
            FromDay = signal.Filter.From,
            ToDay = signal.Filter.To,
            signal.Observed,
            signal.Expected,
            signal.Interval.Low,
            signal.Interval.High,
            Chance = signal.P,
            Strength = signal.Rank,
            signal.Years,
            FilterJson = JsonSerializer.Serialize(signal.Filter, Json.Options),
            DetailsJson = JsonSerializer.Serialize(signal.Details, Json.Options),
            today,
            leadId,
            known,
        };
        if (row is null)
            return await db.Insert("""
                INSERT INTO Signal (Kind, SignalKey, CategoryCode, NeighborhoodId, Place, Latitude, Longitude, Radius, FromDay, ToDay,
                    Observed, Expected, Low, High, Chance, Strength, Years, FilterJson, DetailsJson, FirstSeenOn, LastSeenOn, LeadId,
                    KnownProblemId)
                VALUES (@Kind, @Key, @CategoryCode, @NeighborhoodId, @Place, @Latitude, @Longitude, @Radius, @FromDay, @ToDay, @Observed,
                    @Expected, @Low, @High, @Chance, @Strength, @Years, @FilterJson, @DetailsJson, @today, @today, @leadId, @known)
                """, args, ct);
        await db.Execute("""
            UPDATE Signal SET SignalKey = @Key, NeighborhoodId = @NeighborhoodId, Place = @Place, Latitude = @Latitude,
                Longitude = @Longitude, Radius = @Radius, FromDay = @FromDay, ToDay = @ToDay, Observed = @Observed, Expected = @Expected,
                Low = @Low, High = @High, Chance = @Chance, Strength = @Strength, Years = @Years, FilterJson = @FilterJson,
                DetailsJson = @DetailsJson, LastSeenOn = @today, GoneOn = NULL, LeadId = @leadId, KnownProblemId = @known
            WHERE Id = @Id
            """, args, ct);
        if (row is not { Decision: { } decision, ReturnedOn: null }
            || !SignalRules.ComesBack(decision, row.UntilDay, row.DecidedAtCount ?? 0, signal.Observed, today)) return row.Id;
        await db.Execute("UPDATE Signal SET ReturnedOn = @today, Version = Version + 1 WHERE Id = @Id AND ReturnedOn IS NULL", args, ct);
        await db.Record(actor, clock.GetUtcNow(), "signal.returned", null, row.Id, null, null, new { signal.Observed }, ct);
        return row.Id;
    }

    /// <summary>The hot spot of a night before whose center was near this one's.</summary>
    private static Row? Moved(FoundSignal signal, List<Row> left)
    {
        if (signal is not { Kind: SignalKind.HotSpot, At: var (latitude, longitude) }) return null;
        var moved = left.Where(row => row.CategoryCode == signal.CategoryCode)
            .Select(row => (Row: row, Meters: Earth.Meters(latitude, longitude, row.Latitude!.Value, row.Longitude!.Value)))
            .Where(near => near.Meters <= Drift).OrderBy(near => near.Meters).Select(near => near.Row).FirstOrDefault();
        if (moved is not null) left.Remove(moved);
        return moved;
    }

    /// <summary>A stronger signal about a place that this one is at too, with the same category or all of them.</summary>
    private static long? LeadOf(FoundSignal signal, Dictionary<FoundSignal, long> stronger)
    {
        if (signal.At is not var (latitude, longitude)) return null;
        return stronger.Where(one => one.Key.At is var (north, east)
                && (one.Key.CategoryCode is null || signal.CategoryCode is null || one.Key.CategoryCode == signal.CategoryCode)
                && Earth.Meters(latitude, longitude, north, east)
                    <= Math.Max(one.Key.Filter.Radius ?? Gatherings.Radius, signal.Filter.Radius ?? 0))
            .OrderByDescending(one => one.Key.Rank).Select(one => (long?)one.Value).FirstOrDefault();
    }

    /// <summary>The open problem that most of its incidents belong to.</summary>
    private async Task<long?> ProblemOf(FoundSignal signal, CancellationToken ct)
    {
        if (signal.Incidents.Count > MostOfProblem) return null;
        Dictionary<long, int> counts = [];
        foreach (var slice in signal.Incidents.Chunk(Slice))
            foreach (var linked in await db.List<Linked>("""
                SELECT l.ProblemId, COUNT(*) AS Incidents FROM ProblemIncident l JOIN Problem p ON p.Id = l.ProblemId
                WHERE l.IncidentId IN @slice AND p.Stage <> 'Closed' GROUP BY l.ProblemId
                """, new { slice }, ct))
                counts[linked.ProblemId] = counts.GetValueOrDefault(linked.ProblemId) + linked.Incidents;
        return counts.Where(count => count.Value * 2 > signal.Incidents.Count).OrderByDescending(count => count.Value)
            .Select(count => (long?)count.Key).FirstOrDefault();
    }
}
