using System.Globalization;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Requests across problems, the longest waiting first: those that the actor may decide, or those that the actor made.</summary>
/// <param name="Mine">True: asked by the actor. False: for supervisors, those about problems that they do not lead.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListApprovals(ApprovalStatus Status = ApprovalStatus.Waiting, bool Mine = false, string? After = null, int Size = Page.DefaultSize)
    : IQuery<Page<ApprovalAnswer>>;

internal sealed class ListApprovalsValidator : AbstractValidator<ListApprovals>
{
    public ListApprovalsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class ListApprovalsHandler(Db db, Actor actor, ApprovalReader reader) : IRequestHandler<ListApprovals, Page<ApprovalAnswer>>
{
    public async Task<Page<ApprovalAnswer>> Handle(ListApprovals query, CancellationToken ct)
    {
        if (!query.Mine && !actor.Might(Permission.DecideProblems)) throw Forbidden.Needs(Permission.DecideProblems);
        var where = new Predicates("r.Status = @Status")
            .When(query.Mine, "r.AskedBy = @ActorId")
            .When(!query.Mine, "(p.LeadId IS NULL OR p.LeadId <> @ActorId)")
            .When(true, ProblemSql.VisibleTo(actor));
        var key = PageKey.Parse(query.After, 2);
        var args = new
        {
            Status = query.Status.ToString(),
            // Nobody's id for the system, which leads no problem.
            ActorId = actor.PersonId ?? 0,
            Instant = key is not null && DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out var at) ? at : default,
            Id = key is null ? 0 : long.Parse(key[^1], CultureInfo.InvariantCulture),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await reader.List($"""
            {ApprovalReader.Select}
            {where.When(key is not null, "(r.AskedAt > @Instant OR (r.AskedAt = @Instant AND r.Id > @Id))")}
            ORDER BY r.AskedAt, r.Id {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT r.Id FROM ApprovalRequest r JOIN Problem p ON p.Id = r.ProblemId {where} ORDER BY r.AskedAt, r.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For(last.AskedAt.ToString("O", CultureInfo.InvariantCulture), $"{last.Id}"));
    }
}

internal static class ListApprovalsEndpoint
{
    public static void MapListApprovals(this RouteGroupBuilder approvals) => approvals
        .MapGet("/", (QueryEnum<ApprovalStatus>? status, bool? mine, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListApprovals(status?.Value ?? ApprovalStatus.Waiting, mine is true, after, size ?? Page.DefaultSize), ct))
        .WithName("ListApprovals").WithSummary("Requests that you may decide, or with mine=true those that you made").ProducesValidationProblem().ProducesProblem(403);
}
