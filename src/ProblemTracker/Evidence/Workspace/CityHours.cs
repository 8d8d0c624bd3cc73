using ProblemTracker.Analysis;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>
/// All incidents by hour of the week. Counting them reads every row, so that the counts are kept in memory until an import adds, changes or
/// takes back incidents.
/// </summary>
internal sealed class CityHours
{
    private const int OfWeek = 7 * 24;

    private volatile Kept? _kept;

    private sealed record Kept(Stamp Stamp, IReadOnlyList<double> Counts);

    /// <summary>What differs after each import.</summary>
    private sealed record Stamp
    {
        public int Runs { get; init; }
        public long? LastId { get; init; }
        public DateTimeOffset? LastFinishedAt { get; init; }
        public DateTimeOffset? LastEndedAt { get; init; }
    }

    private sealed record Row
    {
        public int LocalWeekday { get; init; }
        public int LocalHour { get; init; }
        public int Found { get; init; }
    }

    /// <returns>168 counts, Monday 12 AM first.</returns>
    public async Task<IReadOnlyList<double>> Read(Db db, CancellationToken ct)
    {
        var stamp = await db.Single<Stamp>("""
            SELECT COUNT(*) AS Runs, MAX(run.Id) AS LastId, MAX(run.FinishedAt) AS LastFinishedAt, MAX(run.EndedAt) AS LastEndedAt
            FROM ImportRun run WHERE run.FinishedAt IS NOT NULL
            """, null, ct);
        if (_kept is { } kept && kept.Stamp == stamp) return kept.Counts;
        var counts = new double[OfWeek];
        foreach (var row in await db.List<Row>($"""
            SELECT i.LocalWeekday, i.LocalHour, COUNT(*) AS Found FROM Incident i
            WHERE i.LocalHour IS NOT NULL AND {IncidentSql.Visible} GROUP BY i.LocalWeekday, i.LocalHour
            """, null, ct))
            counts[WeekHours.At((DayOfWeek)row.LocalWeekday, row.LocalHour)] = row.Found;
        _kept = new(stamp, counts);
        return counts;
    }
}
