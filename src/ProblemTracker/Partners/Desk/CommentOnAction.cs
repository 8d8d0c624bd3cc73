using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Partners;

/// <summary>A comment on an action, from the team or the owner.</summary>
public interface IComment
{
    string Text { get; }
}

/// <summary>Adds the partner's comment to one of their actions, for the team.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record CommentOnAction(long ActionId, string Text) : ICommand<Conversation>, IComment;

internal abstract class CommentRules<T> : AbstractValidator<T> where T : IComment
{
    protected CommentRules(IStringLocalizer<OwnerTexts> words) =>
        RuleFor(c => c.Text).NotEmpty().WithMessage(_ => words["Message.Needed"]).MaximumLength(Conversations.LongestComment);
}

internal sealed class CommentOnActionValidator(IStringLocalizer<OwnerTexts> words) : CommentRules<CommentOnAction>(words);

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
        .WithName("CommentOnAction").WithSummary("Comment on one of your actions, for the police team");
}
