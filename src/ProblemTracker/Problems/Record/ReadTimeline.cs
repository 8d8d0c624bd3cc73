using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>What happened to a problem, the latest first: one line for each deed, notes included.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadTimeline(long ProblemId, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<TimelineRow>>;

public sealed record TimelineRow
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>A person's name, "A partner", "By link" or "System".</summary>
    public string Who { get; init; } = "";
    /// <summary>Stable code, for example <c>problem.stage</c>.</summary>
    public string Deed { get; init; } = "";
    public string Summary { get; init; } = "";
}

internal sealed class ReadTimelineValidator : AbstractValidator<ReadTimeline>
{
    public ReadTimelineValidator() => this.PageRules(q => q.Size, q => q.After, parts: 1);
}

internal sealed class ReadTimelineHandler(Db db, Actor actor) : IRequestHandler<ReadTimeline, Page<TimelineRow>>
{
    public async Task<Page<TimelineRow>> Handle(ReadTimeline query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var where = new Predicates("e.ProblemId = @ProblemId").When(true, "e.Summary IS NOT NULL");
        var args = new { query.ProblemId, Id = PageKey.LastId(query.After, 1), Take = query.Size + 1, CountTo = Page.CountedExactlyUpTo + 1 };
        var rows = await db.List<TimelineRow>($"""
            SELECT e.Id, e.At, {Audit.Who} AS Who, e.Deed, e.Summary
            FROM AuditEntry e LEFT JOIN Person w ON w.Id = e.PersonId
            {where.When(args.Id is not null, "e.Id < @Id")}
            ORDER BY e.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>(
            $"SELECT COUNT(*) FROM (SELECT e.Id FROM AuditEntry e {where} ORDER BY e.Id {db.Dialect.First("@CountTo")}) counted", args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ReadTimelineEndpoint
{
    public static void MapReadTimeline(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/timeline", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadTimeline(id, after, size ?? Page.DefaultSize), ct))
        .WithName("ReadTimeline").WithSummary("What happened to a problem, the latest first").ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
}
