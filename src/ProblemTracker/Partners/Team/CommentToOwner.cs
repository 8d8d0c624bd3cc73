using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Adds the team's comment for an action's owner outside the department. Later owners can't read it.</summary>
[Needs(Permission.WorkProblems)]
public sealed record CommentToOwner(long ActionId, string Text) : ICommand<Conversation>, IComment;

internal sealed class CommentToOwnerValidator(IStringLocalizer<OwnerTexts> words) : CommentRules<CommentToOwner>(words);

internal sealed class CommentToOwnerHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<CommentToOwner, Conversation>
{
    public async Task<Conversation> Handle(CommentToOwner command, CancellationToken ct)
    {
        var action = await ActionSql.Find(db, command.ActionId, ct) ?? throw new NotFound();
        var file = await files.Take(action.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        // Read again under the lock.
        action = (await ActionSql.Find(db, command.ActionId, ct))!;
        if (action.OwnerAttachmentId is not { } attachment)
            throw new RuleBroken("action.ownerNotOutside",
                "This action has no owner outside the department to read a comment. Add a note to the problem instead.", "text");
        await Conversations.Say(db, actor, file.Now, action.Id, attachment, command.Text, ct);
        // Like a note, a comment does not count as activity on the problem.
        file.Record("action.commented", action.Id, $"Wrote to the owner of an action: {action.Description}", null, null);
        file.TellOwner(null, attachment);
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
        .WithName("CommentToOwner").WithSummary("Add a comment for an action's owner outside the department");
}
