using MediatR;

namespace ProblemTracker.Problems;

/// <summary>The requester withdraws their request.</summary>
[Needs(Permission.ReadProblems)]
public sealed record WithdrawRequest(long RequestId, int Version) : ICommand<RequestDetails>;

internal sealed class WithdrawRequestHandler(Actor actor, Requests requests, CaseFiles files, RequestReader reader)
    : IRequestHandler<WithdrawRequest, RequestDetails>
{
    public async Task<RequestDetails> Handle(WithdrawRequest command, CancellationToken ct)
    {
        // Requires only the right to read: the requester may have left the team since.
        var (request, file) = await requests.Take(command.RequestId, command.Version, Permission.ReadProblems, ct);
        if (request.RequestedBy != actor.PersonId)
            throw new Forbidden("Only the person who made this request can withdraw it. A supervisor can return it.");
        Requests.End(file, request, RequestStatus.Withdrawn, null);
        await files.Save(file, ct);
        return await reader.Find(request.Id, ct);
    }
}

internal static class WithdrawRequestEndpoint
{
    public static void MapWithdrawRequest(this RouteGroupBuilder requests) => requests
        .MapPost("/{id:long}/withdraw", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new WithdrawRequest(id, version), ct))
        .WithName("WithdrawRequest").WithSummary("Withdraw your request; send the request's version in If-Match");
}
