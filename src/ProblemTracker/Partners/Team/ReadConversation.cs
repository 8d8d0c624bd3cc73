using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>What the team and an action's owners outside said and showed each other, in order.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadConversation(long ActionId) : IQuery<Conversation>;

internal sealed class ReadConversationHandler(Db db, Actor actor) : IRequestHandler<ReadConversation, Conversation>
{
    public async Task<Conversation> Handle(ReadConversation query, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ProblemAction WHERE Id = @ActionId", query, ct) ?? throw new NotFound();
        await ProblemSql.MustSee(db, actor, problemId, ct);
        // Who spoke for a protected owner is for those who may know the owner; the simplest rule names the owners' people to them alone.
        return await Conversations.Of(db, query.ActionId, actor.MayNameProtected(await Teams.IsOn(db, problemId, actor.PersonId, ct)), ct);
    }
}

internal static class ReadConversationEndpoint
{
    public static void MapReadConversation(this RouteGroupBuilder actions) => actions
        .MapGet("/{id:long}/conversation",
            (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadConversation(id), ct))
        .WithName("ReadConversation").WithSummary("What the team and an action's owner outside the police said and showed each other");
}
