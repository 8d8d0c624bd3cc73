using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>The team says something to an action's owner outside the police; whoever owns it later does not read it.</summary>
[Needs(Permission.WorkProblems)]
public sealed record CommentToOwner(long ActionId, string Text) : ICommand<Conversation>, IComment;

internal sealed class CommentToOwnerValidator : CommentRules<CommentToOwner>;

internal sealed class CommentToOwnerHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<CommentToOwner, Conversation>
{
    public async Task<Conversation> Handle(CommentToOwner command, CancellationToken ct)
    {
        var action = await ActionSql.Find(db, command.ActionId, ct) ?? throw new NotFound();
        var file = await files.Take(action.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        // Again under the lock.
        action = (await ActionSql.Find(db, command.ActionId, ct))!;
        if (action.OwnerAttachmentId is not { } attachment)
            throw new RuleBroken("action.ownerNotOutside",
                "This action is not owned by a stakeholder, so nobody outside would read it. Write a note on the problem instead.", "text");
        await Conversations.Say(db, actor, file.Now, action.Id, attachment, command.Text, ct);
        // A remark is no work on the problem, as a note is none.
        file.Record("action.commented", action.Id, $"Wrote to the owner of an action: {action.Description}", null, null);
        await files.Save(file, ct);
        return await Conversations.Of(db, action.Id, actor.MayNameProtected(file.OnTeam), ct);
    }
}

internal static class CommentToOwnerEndpoint
{
    public sealed record Body(string Text);

    public static void MapCommentToOwner(this RouteGroupBuilder actions) => actions
        .MapPost("/{id:long}/comments", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/actions/{id}/conversation", await mediator.Send(new CommentToOwner(id, body.Text), ct)))
        .WithName("CommentToOwner").WithSummary("Say something to an action's owner outside the police");
}
