using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>The comments and photos that the team and an action's owners outside the department exchanged, in order.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadConversation(long ActionId) : IQuery<Conversation>;

internal sealed class ReadConversationHandler(Db db, Actor actor) : IRequestHandler<ReadConversation, Conversation>
{
    public async Task<Conversation> Handle(ReadConversation query, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ProblemAction WHERE Id = @ActionId", query, ct) ?? throw new NotFound();
        await ProblemSql.MustSee(db, actor, problemId, ct);
        // The author's name could reveal a protected owner. To keep the rule simple, only readers who may know protected stakeholders see
        // any owner's authors.
        return await Conversations.Of(db, query.ActionId, actor.MayNameProtected(await Teams.IsOn(db, problemId, actor.PersonId, ct)), ct);
    }
}

internal static class ReadConversationEndpoint
{
    public static void MapReadConversation(this RouteGroupBuilder actions) => actions
        .MapGet("/{id:long}/conversation",
            (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadConversation(id), ct))
        .WithName("ReadConversation").WithSummary("Read the comments and photos that the team and an action's owner exchanged");
}
