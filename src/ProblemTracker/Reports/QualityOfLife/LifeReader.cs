using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Surveys;

namespace ProblemTracker.Reports;

/// <summary>What is counted for the quality of life, by neighborhood.</summary>
internal sealed record LifeCounts(
    IReadOnlyList<LifePlace> Places, Spans Periods, DateOnly? FirstIncident, DateOnly? LastIncident,
    ILookup<long, LifeCount> Incidents, Spans ConcernPeriods, ILookup<long, LifeConcern> Concerns, Spans Months,
    ILookup<long, LifeCount> OpenAtEnd, ILookup<long, MeasuredWave> Waves);

internal sealed record LifePlace
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public int? Population { get; init; }
    public DateOnly? FirstDay { get; init; }
    /// <summary>The last day of its boundary before the present one.</summary>
    public DateOnly? OtherUntil { get; init; }

    /// <summary>The first day of the neighborhood as it is now; null if it has always been so.</summary>
    public DateOnly? Since => OtherUntil is { } until && !(FirstDay > until) ? until.AddDays(1) : FirstDay;
}

internal sealed record LifeCount
{
    public int No { get; init; }
    public long NeighborhoodId { get; init; }
    public int Total { get; init; }
}

internal sealed record LifeConcern
{
    public long NeighborhoodId { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateOnly AcknowledgeBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateOnly DecideBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public DateOnly? DueOn { get; init; }
}

/// <summary>Reads what is counted, in a number of statements that doesn't depend on the number of neighborhoods.</summary>
internal sealed class LifeReader(Db db, AgencySettings agency, NeighborhoodMeasures measures, TimeProvider clock)
{
    private sealed record Ends
    {
        public DateTimeOffset? FirstAt { get; init; }
        public DateTimeOffset? LastAt { get; init; }
    }

    /// <summary>Years of surveys that are shown.</summary>
    private const int SurveyYears = 5;

    /// <param name="actor">The reader, who may see only some problems.</param>
    /// <param name="neighborhoodId">Null for all that exist today.</param>
    /// <param name="ct">Cancels the query.</param>
    public async Task<LifeReport> Read(Actor actor, long? neighborhoodId, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(clock.GetUtcNow());
        var everything = new ReportFilter(NeighborhoodId: neighborhoodId);
        var args = everything.Args(actor, calendar) with { Today = today };
        // Conditions on neighborhoods call the day otherwise.
        var placeArgs = new { NeighborhoodId = neighborhoodId, today };
        var periods = LifeRules.PeriodsUntil(today);
        // Shares answered in time don't need whole months, and news of this month counts.
        var concernPeriods = LifeRules.PeriodsUntil(today, withThisMonth: true);
        var months = Spans.Months(today.AddMonths(-LifeRules.Months), today);
        var there = new Predicates("n.IsUnassigned = 0").When(neighborhoodId is null, NeighborhoodSql.IsCurrent)
            .When(neighborhoodId is not null, "n.Id = @NeighborhoodId");

        var places = await db.List<LifePlace>($"""
            SELECT n.Id, n.Name, n.Population, n.FirstDay,
                (SELECT MAX(b.LastDay) FROM NeighborhoodBoundary b WHERE b.NeighborhoodId = n.Id) AS OtherUntil
            FROM Neighborhood n {there} ORDER BY n.NameKey
            """, placeArgs, ct);
        // An incident of which only the month is known stands for the whole month.
        var ends = await db.Single<Ends>("""
            SELECT (SELECT MIN(i.OccurredFrom) FROM Incident i) AS FirstAt,
                (SELECT MAX(IIF(i.TimePrecision = 'Month', i.OccurredTo, i.OccurredFrom)) FROM Incident i
                WHERE i.OccurredFrom = (SELECT MAX(n.OccurredFrom) FROM Incident n)) AS LastAt
            """, null, ct);
        // All from the index by neighborhood alone, then those of imports that readers don't see yet, which are few.
        var all = await db.List<LifeCount>($"""
            SELECT t.No, n.Id AS NeighborhoodId, COUNT(*) AS Total FROM {periods.Table} t CROSS JOIN Neighborhood n CROSS JOIN Incident i
            {there.When(true, "i.NeighborhoodId = n.Id AND i.OccurredFrom >= t.FromAt AND i.OccurredFrom < t.ToAt")}
            GROUP BY t.No, n.Id
            """, periods.Args(placeArgs, calendar), ct);
        var unseen = (await db.List<LifeCount>($"""
            SELECT t.No, i.NeighborhoodId, COUNT(*) AS Total FROM ImportRun run CROSS JOIN Incident i CROSS JOIN {periods.Table} t
            WHERE run.FinishedAt IS NULL AND i.ImportRunId = run.Id AND i.NeighborhoodId IS NOT NULL AND i.OccurredFrom >= t.FromAt
                AND i.OccurredFrom < t.ToAt
            GROUP BY t.No, i.NeighborhoodId
            """, periods.Args(new { }, calendar), ct)).ToDictionary(row => (row.No, row.NeighborhoodId), row => row.Total);
        var concerns = await db.List<LifeConcern>($"""
            SELECT c.NeighborhoodId, c.ReceivedAt, c.AcknowledgeBy, c.AcknowledgedAt, c.DecideBy, c.DecidedAt, c.DueOn FROM Concern c
            {new Predicates("c.ReceivedAt >= @FromAt AND c.ReceivedAt < @ToAt AND c.NeighborhoodId IS NOT NULL")
                .When(true, ConcernSql.VisibleTo(actor)).When(neighborhoodId is not null, "c.NeighborhoodId = @NeighborhoodId")}
            """, args with { FromAt = calendar.StartOf(concernPeriods.From), ToAt = calendar.EndOf(concernPeriods.To) }, ct);

        return LifeFigures.Of(new(places, periods, Day(ends.FirstAt), Day(ends.LastAt),
            all.Select(row => row with { Total = row.Total - unseen.GetValueOrDefault((row.No, row.NeighborhoodId)) })
                .ToLookup(row => row.NeighborhoodId),
            concernPeriods, concerns.ToLookup(row => row.NeighborhoodId), months, await Open(actor, everything, args, months, calendar, ct),
            (await measures.Read(neighborhoodId, today.AddYears(-SurveyYears), ct)).ToLookup(wave => wave.NeighborhoodId)),
            calendar, today);

        DateOnly? Day(DateTimeOffset? at) => at is { } moment ? calendar.DateOf(moment) : null;
    }

    /// <summary>
    /// Problems that were open at the end of each month: from those open now, back through what was opened and closed since.
    /// </summary>
    private async Task<ILookup<long, LifeCount>> Open(Actor actor, ReportFilter filter, ReportArgs args, Spans months,
        AgencyCalendar calendar, CancellationToken ct)
    {
        var visible = filter.Problems(actor);
        var parameters = months.Args(args, calendar);
        // Stage by stage, from the index by stage. With IN, SQLite reads every problem to group them.
        var now = (await db.List<LifeCount>($"""
            SELECT p.NeighborhoodId, COUNT(*) AS Total
            FROM (SELECT 'Scanning' AS Stage UNION ALL SELECT 'Analysis' UNION ALL SELECT 'Response' UNION ALL SELECT 'Assessment') s
                CROSS JOIN Problem p
            {visible.When(true, "p.Stage = s.Stage")} GROUP BY p.NeighborhoodId
            """, args, ct)).ToDictionary(row => row.NeighborhoodId, row => row.Total);
        var opened = await db.List<LifeCount>($"""
            SELECT t.No, p.NeighborhoodId, COUNT(*) AS Total FROM {months.Table} t CROSS JOIN Problem p
            {visible.When(true, "p.OpenedAt >= t.FromAt AND p.OpenedAt < t.ToAt")} GROUP BY t.No, p.NeighborhoodId
            """, parameters, ct);
        var reopenedOrClosed = await db.List<LifeCount>($"""
            SELECT t.No, p.NeighborhoodId, SUM(CASE WHEN {MoveSql.IsClosing} THEN -1 ELSE 1 END) AS Total
            FROM {months.Table} t CROSS JOIN StageMove m JOIN Problem p ON p.Id = m.ProblemId
            {visible.When(true, $"m.MovedAt >= t.FromAt AND m.MovedAt < t.ToAt AND ({MoveSql.IsClosing} OR {MoveSql.IsReopening})")}
            GROUP BY t.No, p.NeighborhoodId
            """, parameters, ct);
        var changes = opened.Concat(reopenedOrClosed).ToLookup(row => row.NeighborhoodId);
        return now.Keys.Union(changes.Select(change => change.Key)).SelectMany(id => months.All.Select((_, no) => new LifeCount
        {
            No = no,
            NeighborhoodId = id,
            Total = now.GetValueOrDefault(id) - changes[id].Where(change => change.No > no).Sum(change => change.Total),
        })).ToLookup(row => row.NeighborhoodId);
    }
}
