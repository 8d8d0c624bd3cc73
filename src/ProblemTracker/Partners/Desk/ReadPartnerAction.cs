using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>One of the partner's own actions, with its comments and photos.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record ReadPartnerAction(long ActionId) : IQuery<PartnerActionDetails>;

public sealed record PartnerActionDetails(PartnerAction Action, IReadOnlyList<CommentDetails> Comments, IReadOnlyList<PhotoDetails> Photos)
    : IVersioned
{
    public int Version => Action.Version;
}

internal sealed class ReadPartnerActionHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadPartnerAction, PartnerActionDetails>
{
    public async Task<PartnerActionDetails> Handle(ReadPartnerAction query, CancellationToken ct)
    {
        var action = await PartnerSql.Action(db, actor, query.ActionId, await agency.Today(ct), ct);
        var said = await Conversations.OfOwner(db, action.Id, ct);
        return new(action, said.Comments, said.Photos);
    }
}

internal static class ReadPartnerActionEndpoint
{
    public static void MapReadPartnerAction(this RouteGroupBuilder partner) => partner
        .MapGet("/actions/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadPartnerAction(id), ct))
        .WithName("ReadPartnerAction").WithSummary("Read one of your actions, with its comments and photos");
}
