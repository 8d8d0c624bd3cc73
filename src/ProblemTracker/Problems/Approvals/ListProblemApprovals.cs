using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Everything that was asked about one problem, the latest first.</summary>
/// <param name="Status">Only these.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListProblemApprovals(long ProblemId, ApprovalStatus? Status = null, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ApprovalAnswer>>;

internal sealed class ListProblemApprovalsValidator : AbstractValidator<ListProblemApprovals>
{
    public ListProblemApprovalsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageRules(q => q.Size, q => q.After, parts: 1);
    }
}

internal sealed class ListProblemApprovalsHandler(Db db, Actor actor, ApprovalReader reader) : IRequestHandler<ListProblemApprovals, Page<ApprovalAnswer>>
{
    public async Task<Page<ApprovalAnswer>> Handle(ListProblemApprovals query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var where = new Predicates("r.ProblemId = @ProblemId").When(query.Status is not null, "r.Status = @Status");
        var args = new
        {
            query.ProblemId,
            Status = query.Status?.ToString(),
            ActorId = actor.PersonId,
            Id = PageKey.LastId(query.After, 1),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await reader.List(
            $"{ApprovalReader.Select} {where.When(args.Id is not null, "r.Id < @Id").When(true, ProblemSql.VisibleTo(actor))} ORDER BY r.Id DESC {db.Dialect.First("@Take")}", args, ct);
        var total = await db.Single<int>(
            $"SELECT COUNT(*) FROM (SELECT r.Id FROM ApprovalRequest r {where} ORDER BY r.Id {db.Dialect.First("@CountTo")}) counted", args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListProblemApprovalsEndpoint
{
    public static void MapListProblemApprovals(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/approvals", (long id, QueryEnum<ApprovalStatus>? status, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListProblemApprovals(id, status?.Value, after, size ?? Page.DefaultSize), ct))
        .WithName("ListProblemApprovals").WithSummary("What was asked about a problem, the latest first").ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
}
