using ProblemTracker.Agency;
using ProblemTracker.Evidence;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>Builds the briefing for one reader, on the page or by email.</summary>
internal sealed class BriefingReader(Db db, AgencySettings agency, LifeReader life, SignalCounts signals, TimeProvider clock)
{
    private sealed record PlaceRow
    {
        public long NeighborhoodId { get; init; }
        public string Neighborhood { get; init; } = "";
        public int OpenCount { get; init; }
        public int Overdue { get; init; }
        public int Escalated { get; init; }
        public int OnHold { get; init; }
    }

    private sealed record QuarterRow
    {
        public int No { get; init; }
        public long NeighborhoodId { get; init; }
        public string Neighborhood { get; init; } = "";
        /// <summary>Those with a good result.</summary>
        public int Good { get; init; }
        /// <summary>Those of <see cref="Good"/> without a pre-set test.</summary>
        public int WithoutTest { get; init; }
        public int Total { get; init; }
        /// <summary>Closings without a verdict, which are not in <see cref="Total"/>.</summary>
        public int WithoutVerdict { get; init; }
        /// <summary>Those of <see cref="Good"/> that the assessment does not support.</summary>
        public int Doubted { get; init; }
        /// <summary>Problems behind the total.</summary>
        public int Cases { get; init; }
    }

    private sealed record MonthRow
    {
        public int No { get; init; }
        public int Total { get; init; }
    }

    /// <param name="actor">The reader.</param>
    /// <param name="lastWeek">A Monday, to cover the week before it; null to cover the seven days that end today.</param>
    /// <param name="ct">Cancels the query.</param>
    public async Task<Briefing> Read(Actor actor, DateOnly? lastWeek, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(clock.GetUtcNow());
        var everything = new ReportFilter();
        var args = everything.Args(actor, calendar) with { Today = today };
        var visible = everything.Problems(actor);

        var open = await db.List<PlaceRow>($"""
            SELECT g.NeighborhoodId, n.Name AS Neighborhood, COUNT(*) AS OpenCount, SUM(g.IsOverdue) AS Overdue,
                SUM(g.IsEscalated) AS Escalated, SUM(g.IsOnHold) AS OnHold
            FROM (
                SELECT p.NeighborhoodId, IIF({ProblemSql.Overdue}, 1, 0) AS IsOverdue,
                    IIF({ProblemSql.Overdue} AND {ProblemSql.WasEscalated}, 1, 0) AS IsEscalated,
                    IIF(p.OnHoldUntil > @Today, 1, 0) AS IsOnHold
                FROM Problem p {visible.When(true, "p.Stage IN ('Scanning', 'Analysis', 'Response', 'Assessment')")}
            ) g
            JOIN Neighborhood n ON n.Id = g.NeighborhoodId
            GROUP BY g.NeighborhoodId, n.Name
            """, args, ct);
        var quarters = Spans.Quarters(today, ReadBriefing.Quarters);
        var closed = await db.List<QuarterRow>($"""
            SELECT t.No, p.NeighborhoodId, n.Name AS Neighborhood, SUM(IIF(p.Verdict = 'Improved', 1, 0)) AS Good,
                SUM(IIF(p.Verdict = 'Improved' AND p.PresetTest = 0, 1, 0)) AS WithoutTest,
                SUM(IIF(p.Verdict IS NULL, 0, 1)) AS Total, SUM(IIF(p.Verdict IS NULL, 1, 0)) AS WithoutVerdict
            FROM {quarters.Table} t CROSS JOIN Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            {visible.When(true, "p.ClosedAt >= t.FromAt AND p.ClosedAt < t.ToAt AND p.Stage = 'Closed'")}
            GROUP BY t.No, p.NeighborhoodId, n.Name
            """, quarters.Args(args, calendar), ct);
        var measured = await db.List<QuarterRow>($"""
            SELECT t.No, p.NeighborhoodId, n.Name AS Neighborhood, SUM(IIF({ObjectiveSql.Moved}, 1, 0)) AS Good,
                SUM(IIF({ObjectiveSql.Moved} AND {ObjectiveSql.Doubted}, 1, 0)) AS Doubted, COUNT(*) AS Total, COUNT(DISTINCT p.Id) AS Cases
            FROM {quarters.Table} t CROSS JOIN Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
                JOIN ProblemObjective o ON o.ProblemId = p.Id
            {visible.When(true, $"p.ClosedAt >= t.FromAt AND p.ClosedAt < t.ToAt AND {ObjectiveSql.Measured} AND "
                + $"{ObjectiveSql.AboutQualityOfLife}")}
            GROUP BY t.No, p.NeighborhoodId, n.Name
            """, quarters.Args(args, calendar), ct);

        var (weekFrom, weekTo) = lastWeek is { } monday ? (monday.AddDays(-ReadBriefing.Week), monday.AddDays(-1))
            : (today.AddDays(1 - ReadBriefing.Week), today);
        var places = Places(open, closed, measured, quarters);
        var lives = (await life.Read(actor, null, ct)).Neighborhoods;
        var briefing = new Briefing(today,
            new(open.Sum(p => p.OpenCount), everything.List("/problems", ("open", "true"))),
            new(open.Sum(p => p.Overdue), everything.List("/problems", ("open", "true"), ("overdue", "true"))),
            new(open.Sum(p => p.Escalated), everything.List("/problems", ("open", "true"), ("overdue", "true"), ("wasEscalated", "true"))),
            new(open.Sum(p => p.OnHold), everything.List("/problems", ("open", "true"), ("onHold", "true"))),
            weekFrom, weekTo, await new WeekSentences(db, actor, calendar, today, weekFrom, weekTo).Read(ct),
            await Months(visible, args, calendar, today, ct),
            [.. places.OrderByDescending(p => p.Open.Value + p.Improved.Whole.Value).ThenBy(p => p.Neighborhood, StringComparer.Ordinal)
                .Take(ReadBriefing.Places).OrderBy(p => p.Neighborhood, StringComparer.Ordinal)],
            Math.Max(0, places.Count - ReadBriefing.Places),
            closed.Select(row => row.Total).DefaultIfEmpty().Max(), measured.Select(row => row.Total).DefaultIfEmpty().Max(), new());
        return briefing with
        {
            Signals = await Signals(actor, weekFrom, weekTo, ct),
            Origins = await VerdictOrigins.Of(db,
                visible.When(true, "p.ClosedAt >= @FromAt AND p.ClosedAt < @ToAt AND p.Stage = 'Closed'"),
                args with { FromAt = calendar.StartOf(quarters.From), ToAt = calendar.EndOf(quarters.To) },
                (value, more) => new(value, everything.List("/problems", ("closedFrom", ReportFilter.Day(quarters.From)),
                    ("closedTo", ReportFilter.Day(quarters.To)), more)), ct),
            Life = lives.Count <= ReadBriefing.Places ? lives
                : [.. lives.Where(one => briefing.Places.Any(place => place.NeighborhoodId == one.NeighborhoodId))],
        };
    }

    private async Task<BriefingSignals?> Signals(Actor actor, DateOnly from, DateOnly to, CancellationToken ct)
    {
        async Task<Figure> Of(ListSignals query) => new(await signals.Of(actor, query, ct),
            new ReportFilter().List("/signals", SignalList.Filters.Address(query).Select(field => (field.Key, (string?)field.Value))));
        var counted = new BriefingSignals(
            await Of(new() { FoundFrom = from, FoundTo = to }),
            await Of(new() { State = SignalState.Open }),
            await Of(new() { State = SignalState.Problem, DecidedFrom = from, DecidedTo = to }));
        return counted is { New.Value: 0, Waiting.Value: 0, Problems.Value: 0 } ? null : counted;
    }

    private async Task<IReadOnlyList<MonthFlow>> Months(Predicates visible, ReportArgs args, AgencyCalendar calendar,
        DateOnly today, CancellationToken ct)
    {
        var months = Spans.Months(today.AddMonths(1 - ReadBriefing.Months), today);
        var parameters = months.Args(args, calendar);
        var opened = (await db.List<MonthRow>($"""
            SELECT t.No, COUNT(*) AS Total FROM {months.Table} t CROSS JOIN Problem p
            {visible.When(true, "p.OpenedAt >= t.FromAt AND p.OpenedAt < t.ToAt")} GROUP BY t.No
            """, parameters, ct)).ToDictionary(row => row.No, row => row.Total);
        var closed = (await db.List<MonthRow>($"""
            SELECT t.No, COUNT(*) AS Total FROM {months.Table} t CROSS JOIN StageMove m JOIN Problem p ON p.Id = m.ProblemId
            {visible.When(true, $"m.MovedAt >= t.FromAt AND m.MovedAt < t.ToAt AND {MoveSql.IsClosing}")} GROUP BY t.No
            """, parameters, ct)).ToDictionary(row => row.No, row => row.Total);
        var all = new ReportFilter();
        return [.. months.All.Select((month, i) => new MonthFlow(month,
            new(opened.GetValueOrDefault(i),
                all.List("/problems", ("openedFrom", ReportFilter.Day(month.From)), ("openedTo", ReportFilter.Day(month.To)))),
            new(closed.GetValueOrDefault(i),
                all.List("/problems/moves", ("kind", nameof(MoveKind.Closing)), ("from", ReportFilter.Day(month.From)),
                    ("to", ReportFilter.Day(month.To))))))];
    }

    private static List<PlaceSeries> Places(IReadOnlyList<PlaceRow> open, IReadOnlyList<QuarterRow> closed,
        IReadOnlyList<QuarterRow> measured, Spans quarters)
    {
        var names = open.Select(p => (p.NeighborhoodId, p.Neighborhood))
            .Concat(closed.Concat(measured).Select(p => (p.NeighborhoodId, p.Neighborhood))).Distinct();
        return [.. names.Select(place => Place(place.NeighborhoodId, place.Neighborhood,
            open.FirstOrDefault(p => p.NeighborhoodId == place.NeighborhoodId) ?? new(),
            [.. closed.Where(row => row.NeighborhoodId == place.NeighborhoodId)],
            [.. measured.Where(row => row.NeighborhoodId == place.NeighborhoodId)], quarters))];
    }

    private static PlaceSeries Place(long id, string name, PlaceRow now, List<QuarterRow> closed, List<QuarterRow> measured, Spans quarters)
    {
        var here = new ReportFilter(NeighborhoodId: id);
        (string, string?)[] time = [("closedFrom", ReportFilter.Day(quarters.From)), ("closedTo", ReportFilter.Day(quarters.To))];
        Figure Problems(int value, params (string, string?)[] more) => new(value, here.List("/problems", more));
        Figure Objectives(int value, params (string, string?)[] more) =>
            new(value, here.List("/objectives", [("qualityOfLife", "true"), ("measured", "true"), ("closed", "true"), .. time, .. more]));
        return new(id, name,
            Problems(now.OpenCount, ("open", "true")), Problems(now.Overdue, ("open", "true"), ("overdue", "true")),
            new(Problems(closed.Sum(row => row.Good), [.. time, ("verdict", "Improved")]),
                Problems(closed.Sum(row => row.Total), [.. time, ("hasVerdict", "true")])),
            Problems(closed.Sum(row => row.WithoutTest), [.. time, ("verdict", "Improved"), ("presetTest", "false")]),
            Problems(closed.Sum(row => row.WithoutVerdict), [.. time, ("open", "false"), ("hasVerdict", "false")]),
            new(Objectives(measured.Sum(row => row.Good), ("movedAsIntended", "true")), Objectives(measured.Sum(row => row.Total)),
                measured.Sum(row => row.Cases)),
            Objectives(measured.Sum(row => row.Doubted), ("movedAsIntended", "true"), ("doubted", "true")),
            [.. quarters.All.Select((quarter, i) => new QuarterResult(quarter,
                closed.Where(row => row.No == i).Sum(row => row.Good), closed.Where(row => row.No == i).Sum(row => row.Total),
                measured.Where(row => row.No == i).Sum(row => row.Good), measured.Where(row => row.No == i).Sum(row => row.Total)))]);
    }
}
