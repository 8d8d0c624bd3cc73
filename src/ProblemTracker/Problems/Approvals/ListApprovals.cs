using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Requests across problems, longest waiting first: those that the actor can decide, or those that the actor made.</summary>
/// <param name="Mine">True: made by the actor. False: for supervisors, requests about problems that they do not lead.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListApprovals(
    ApprovalStatus Status = ApprovalStatus.Waiting, bool Mine = false, string? After = null, int? Size = null)
    : IQuery<Page<ApprovalDetails>>, IPaged;

internal sealed class ListApprovalsValidator : AbstractValidator<ListApprovals>
{
    public ListApprovalsValidator() => RuleFor(q => q.Status).IsInEnum();
}

internal sealed class ListApprovalsHandler(Actor actor, ListReader lists, ApprovalReader reader)
    : IRequestHandler<ListApprovals, Page<ApprovalDetails>>
{
    private static readonly ListOrder<ApprovalReader.Row> LongestWaiting =
        new(descending: false) { { "r.AskedAt", row => row.AskedAt }, { "r.Id", row => row.Id } };

    private static readonly Listing<ListApprovals, ApprovalReader.Row> Requests = new()
    {
        Columns = ApprovalReader.Columns,
        From = ApprovalReader.From,
        Names = ApprovalReader.Names,
        Filters = new Filters<ListApprovals>()
            .Is(q => (ApprovalStatus?)q.Status, "r.Status = @Status")
            // The system has no person id and leads no problem; no person has the id 0.
            .Flag(q => (bool?)q.Mine, "r.AskedBy = @ActorId", "(p.LeadId IS NULL OR p.LeadId <> COALESCE(@ActorId, 0))")
            .Always(r => ProblemSql.VisibleTo(r.Actor)),
        Order = _ => LongestWaiting,
    };

    public async Task<Page<ApprovalDetails>> Handle(ListApprovals query, CancellationToken ct)
    {
        if (!query.Mine && !actor.Might(Permission.DecideProblems)) throw Forbidden.Needs(Permission.DecideProblems);
        return await reader.Shown(await lists.Page(Requests, query, ct), ct);
    }
}

internal static class ListApprovalsEndpoint
{
    public static void MapListApprovals(this RouteGroupBuilder approvals) => approvals
        .MapGet("/", ([AsParameters] ListApprovals query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListApprovals").WithSummary("List the requests that you can decide, or with mine=true those that you made");
}
