using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// In which problems somebody is or was, the latest first: only problems that exist for the reader, and a protected role only where the
/// reader may know who is in it. Neither the rows nor their number say that there is more.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ListStakeholderProblems(long StakeholderId, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<StakeholderProblem>>;

public sealed record StakeholderProblem
{
    public long AttachmentId { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public Stage Stage { get; init; }
    public StakeholderRole Role { get; init; }
    public DateTimeOffset AttachedAt { get; init; }
    /// <summary>Null while attached.</summary>
    public DateTimeOffset? DetachedAt { get; init; }
}

internal sealed class ListStakeholderProblemsValidator : AbstractValidator<ListStakeholderProblems>
{
    public ListStakeholderProblemsValidator() => this.PageRules(q => q.Size, q => q.After, parts: 1);
}

internal sealed class ListStakeholderProblemsHandler(Db db, Actor actor) : IRequestHandler<ListStakeholderProblems, Page<StakeholderProblem>>
{
    public async Task<Page<StakeholderProblem>> Handle(ListStakeholderProblems query, CancellationToken ct)
    {
        _ = await StakeholderSql.Find(db, query.StakeholderId, ct) ?? throw new NotFound();
        var where = new Predicates("a.StakeholderId = @StakeholderId").When(true, ProblemSql.VisibleTo(actor)).When(true, AttachmentSql.NamedTo(actor));
        var args = new
        {
            query.StakeholderId,
            AttachmentSql.ProtectedRoles,
            ActorId = actor.PersonId,
            Id = PageKey.LastId(query.After, 1),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<StakeholderProblem>($"""
            SELECT a.Id AS AttachmentId, a.ProblemId, p.Number, p.Title, p.Stage, a.Role, a.AttachedAt, a.DetachedAt
            FROM ProblemStakeholder a JOIN Problem p ON p.Id = a.ProblemId
            {where.When(args.Id is not null, "a.Id < @Id")}
            ORDER BY a.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT a.Id FROM ProblemStakeholder a JOIN Problem p ON p.Id = a.ProblemId {where} ORDER BY a.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.AttachmentId}"));
    }
}

internal static class ListStakeholderProblemsEndpoint
{
    public static void MapListStakeholderProblems(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/{id:long}/problems", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListStakeholderProblems(id, after, size ?? Page.DefaultSize), ct))
        .WithName("ListStakeholderProblems").WithSummary("In which problems a stakeholder is or was, as far as the reader may know")
        .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
}
