using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Requests across problems, longest waiting first: those that the actor can decide, or those that the actor made.</summary>
/// <param name="Mine">True: made by the actor. False: for supervisors, requests about problems that they do not lead.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListRequests(
    RequestStatus Status = RequestStatus.Waiting, bool Mine = false, string? After = null, int? Size = null)
    : IQuery<Page<RequestDetails>>, IPaged;

internal sealed class ListRequestsValidator : AbstractValidator<ListRequests>
{
    public ListRequestsValidator() => RuleFor(q => q.Status).IsInEnum();
}

internal sealed class ListRequestsHandler(Actor actor, ListReader lists, RequestReader reader)
    : IRequestHandler<ListRequests, Page<RequestDetails>>
{
    private const string OnlyMine = "Only supervisors can list the requests to decide. Add mine=true to list those that you made.";

    private static readonly ListOrder<RequestReader.Row> LongestWaiting =
        new(descending: false) { { "r.RequestedAt", row => row.RequestedAt }, { "r.Id", row => row.Id } };

    private static readonly Listing<ListRequests, RequestReader.Row> Requests = new()
    {
        Columns = RequestReader.Columns,
        From = RequestReader.From,
        Names = RequestReader.Names,
        Filters = new Filters<ListRequests>()
            .Is(q => (RequestStatus?)q.Status, "r.Status = @Status")
            // The system has no person id and leads no problem; no person has the id 0.
            .Flag(q => (bool?)q.Mine, "r.RequestedBy = @ActorId", "(p.LeadId IS NULL OR p.LeadId <> COALESCE(@ActorId, 0))")
            .Always(r => ProblemSql.VisibleTo(r.Actor)),
        Order = _ => LongestWaiting,
    };

    public async Task<Page<RequestDetails>> Handle(ListRequests query, CancellationToken ct)
    {
        if (!query.Mine && !actor.Might(Permission.DecideProblems)) throw new Forbidden(OnlyMine);
        return await reader.Shown(await lists.Page(Requests, query, ct), ct);
    }
}

internal static class ListRequestsEndpoint
{
    public static void MapListRequests(this RouteGroupBuilder requests) => requests
        .MapGet("/", ([AsParameters] ListRequests query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListRequests").WithSummary("List the requests that you can decide, or with mine=true those that you made");
}
