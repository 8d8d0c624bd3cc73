using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// What police, partners and residents agreed to do, did, and did on time, in problems that the actor may see. The filter's dates are the
/// dates on which actions were added; for figures about problems, the dates on which they were opened.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadParticipationReport(ReportFilter Filter) : IQuery<ParticipationReport>;

/// <param name="Today">Actions due before this day can be overdue.</param>
/// <param name="Owners">Police, partners, residents, and actions without an owner.</param>
/// <param name="All">The total of all owners.</param>
/// <param name="Outside">Of the problems that were ever in Response, those with an action owned outside the police.</param>
public sealed record ParticipationReport(DateOnly Today, IReadOnlyList<OwnerRow> Owners, OwnerRow All, Share Outside,
    ParticipationDefinitions Definitions) : IReport
{
    public ReportTable ToTable() => new("participation", FigureTable.Header,
        [.. Owners.Append(All).SelectMany(Rows), FigureTable.Row("problems", "All", "with an action outside the police", Outside)]);

    private static IEnumerable<IReadOnlyList<object?>> Rows(OwnerRow row)
    {
        var owner = row.Owner is { } one ? Wording.Of(one) : "All";
        return
        [
            FigureTable.Row("actions", owner, "agreed", row.Agreed), FigureTable.Row("actions", owner, "done", row.Done),
            FigureTable.Row("actions", owner, "on time", row.OnTime), FigureTable.Row("actions", owner, "overdue", row.Overdue),
            FigureTable.Row("actions", owner, "dropped", row.Dropped), FigureTable.Row("actions", owner, "not answered", row.Unanswered),
            FigureTable.Row("actions", owner, "declined", row.Declined),
        ];
    }
}

/// <param name="Owner">Null in the row for all owners.</param>
/// <param name="Done">Of those agreed, those done.</param>
/// <param name="OnTime">Of those done that had a due date, those done by it.</param>
/// <param name="Overdue">Of those agreed: due before today, in an open problem, and not reported done.</param>
/// <param name="Unanswered">Of those agreed and owned outside the police: neither accepted nor declined.</param>
/// <param name="Declined">Not included in any other figure.</param>
public sealed record OwnerRow(ActionOwner? Owner, Figure Agreed, Share Done, Share OnTime, Figure Overdue, Figure Dropped,
    Figure Unanswered, Figure Declined);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record ParticipationDefinitions
{
    public string Dates { get; init; } =
        "Dates are the dates on which actions were added; for figures about problems, the dates on which they were opened.";
    public string Owner { get; init; } =
        "Residents are stakeholders of that kind; everyone else outside the police is a partner. Each action counts for its current "
            + "owner.";
    public string Agreed { get; init; } =
        "Actions assigned to them that they did not decline, including urgent safety measures and dropped actions.";
    public string Done { get; init; } = "Of those agreed, those done and, for owners outside the police, confirmed by the team.";
    public string OnTime { get; init; } = "Of those done that had a due date, those done on or before it.";
    public string Overdue { get; init; } = "Of those agreed, those due before today in an open problem and not done or reported done.";
    public string Dropped { get; init; } = "Of those agreed, those dropped, with a reason.";
    public string Unanswered { get; init; } =
        "Of those agreed and owned outside the police, those that the owner neither accepted nor declined.";
    public string Declined { get; init; } = "Actions that the owner declined; no other column includes them.";
    public string Outside { get; init; } =
        "Of the problems that were ever in Response, those with at least one action, not dropped, owned outside the police.";
    public string Percent { get; init; } =
        "In parentheses: the range that likely contains the true share (95% Wilson confidence interval). With fewer than "
            + $"{Share.FewestForPercent} cases, no percentage is shown.";
}

internal sealed class ReadParticipationReportValidator : AbstractValidator<ReadParticipationReport>
{
    public ReadParticipationReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadParticipationReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadParticipationReport, ParticipationReport>
{
    private sealed record Counts
    {
        public ActionOwner OwnedBy { get; init; }
        public int Agreed { get; init; }
        public int Done { get; init; }
        public int Dated { get; init; }
        public int OnTime { get; init; }
        public int Overdue { get; init; }
        public int Dropped { get; init; }
        public int Unanswered { get; init; }
        public int Declined { get; init; }
    }

    private sealed record ProblemCounts
    {
        public int Responded { get; init; }
        public int Outside { get; init; }
    }

    public async Task<ParticipationReport> Handle(ReadParticipationReport query, CancellationToken ct)
    {
        var filter = query.Filter;
        var today = await agency.Today(ct);
        var args = filter.Args(actor, await agency.Calendar(ct)) with { Today = today };
        var problems = filter.Problems(actor);
        var counts = await db.List<Counts>($"""
            SELECT g.OwnedBy, SUM(1 - g.IsDeclined) AS Agreed, SUM(IIF(g.IsDeclined = 0 AND g.Status = 'Done', 1, 0)) AS Done,
                SUM(IIF(g.IsDeclined = 0 AND g.Status = 'Done' AND g.DueOn IS NOT NULL, 1, 0)) AS Dated,
                SUM(IIF(g.IsDeclined = 0 AND g.Status = 'Done' AND g.DoneOn <= g.DueOn, 1, 0)) AS OnTime, SUM(g.IsOverdue) AS Overdue,
                SUM(IIF(g.IsDeclined = 0 AND g.Status = 'Dropped', 1, 0)) AS Dropped, SUM(g.IsUnanswered) AS Unanswered,
                SUM(g.IsDeclined) AS Declined
            FROM (
                SELECT {ActionListSql.OwnedBy} AS OwnedBy, a.Status, a.DueOn, a.DoneOn, IIF({ActionListSql.Overdue}, 1, 0) AS IsOverdue,
                    IIF({ActionListSql.Declined}, 1, 0) AS IsDeclined, IIF({ActionListSql.Unanswered}, 1, 0) AS IsUnanswered
                FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
                {problems.When(filter.From is not null, "a.CreatedAt >= @FromAt").When(filter.To is not null, "a.CreatedAt < @ToAt")}
            ) g
            GROUP BY g.OwnedBy
            """, args, ct);
        var responded = await db.Single<ProblemCounts>($"""
            SELECT COUNT(*) AS Responded, COALESCE(SUM(g.IsOutside), 0) AS Outside
            FROM (
                SELECT IIF({ProblemSql.OutsideAction}, 1, 0) AS IsOutside FROM Problem p
                {problems.When(true, ProblemSql.Responded).When(filter.From is not null, "p.OpenedAt >= @FromAt")
                    .When(filter.To is not null, "p.OpenedAt < @ToAt")}
            ) g
            """, args, ct);

        (string, string?)[] opened =
            [("responded", "true"), ("openedFrom", ReportFilter.Day(filter.From)), ("openedTo", ReportFilter.Day(filter.To))];
        return new(today,
            [.. Enum.GetValues<ActionOwner>().Select(owner => Row(filter, owner, [.. counts.Where(c => c.OwnedBy == owner)]))],
            Row(filter, null, counts),
            new(new(responded.Outside, filter.List("/problems", [.. opened, ("outsideAction", "true")])),
                new(responded.Responded, filter.List("/problems", opened))),
            new());
    }

    private static OwnerRow Row(ReportFilter filter, ActionOwner? owner, IReadOnlyList<Counts> of)
    {
        Figure Actions(int value, params (string Name, string? Value)[] more) => new(value, filter.List("/actions",
            [("ownedBy", owner?.ToString()), ("agreedFrom", ReportFilter.Day(filter.From)),
                ("agreedTo", ReportFilter.Day(filter.To)), .. more]));
        (string, string?) agreed = ("declined", "false"), done = ("status", nameof(ActionStatus.Done));
        var all = Actions(of.Sum(c => c.Agreed), agreed);
        return new(owner, all, new(Actions(of.Sum(c => c.Done), agreed, done), all),
            new(Actions(of.Sum(c => c.OnTime), agreed, ("onTime", "true")), Actions(of.Sum(c => c.Dated), agreed, done, ("dated", "true"))),
            Actions(of.Sum(c => c.Overdue), ("overdue", "true")),
            Actions(of.Sum(c => c.Dropped), agreed, ("status", nameof(ActionStatus.Dropped))),
            Actions(of.Sum(c => c.Unanswered), ("answered", "false")), Actions(of.Sum(c => c.Declined), ("declined", "true")));
    }
}

internal static class ReadParticipationReportEndpoint
{
    public static void MapReadParticipationReport(this RouteGroupBuilder reports) =>
        reports.MapReport("participation", "What police, partners and residents agreed to do, did, and did on time",
            filter => new ReadParticipationReport(filter));
}
