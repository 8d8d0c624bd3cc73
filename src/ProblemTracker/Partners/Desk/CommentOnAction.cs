using FluentValidation;
using MediatR;

namespace ProblemTracker.Partners;

/// <summary>A remark about an action, from either side.</summary>
public interface IComment
{
    string Text { get; }
}

/// <summary>A partner says something to the team about an action of theirs.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record CommentOnAction(long ActionId, string Text) : ICommand<Conversation>, IComment;

internal abstract class CommentRules<T> : AbstractValidator<T> where T : IComment
{
    protected CommentRules() => RuleFor(c => c.Text).NotEmpty().WithMessage("Write something.").MaximumLength(Conversations.LongestComment);
}

internal sealed class CommentOnActionValidator : CommentRules<CommentOnAction>;

internal sealed class CommentOnActionHandler(Db db, OwnerDesk desk) : IRequestHandler<CommentOnAction, Conversation>
{
    public async Task<Conversation> Handle(CommentOnAction command, CancellationToken ct)
    {
        await desk.Comment(await desk.Take(command.ActionId, ct), command.Text, ct);
        return await Conversations.OfOwner(db, command.ActionId, ct);
    }
}

internal static class CommentOnActionEndpoint
{
    public sealed record Body(string Text);

    public static void MapCommentOnAction(this RouteGroupBuilder partner) => partner
        .MapPost("/actions/{id:long}/comments", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/partner/actions/{id}", await mediator.Send(new CommentOnAction(id, body.Text), ct)))
        .WithName("CommentOnAction").WithSummary("Say something to the police team about an action of yours");
}
