using FluentValidation;
using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Writes to the reporter: an answer or a question. They read it by their link, and hear of it by email if they allowed it.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record AnswerConcern(long ConcernId, string Text) : ICommand<Done>
{
    /// <summary>Characters.</summary>
    public const int Longest = 4000;
}

internal sealed class AnswerConcernValidator : AbstractValidator<AnswerConcern>
{
    public AnswerConcernValidator() =>
        RuleFor(c => c.Text).NotEmpty().WithMessage("Enter what the reporter should read.").MaximumLength(AnswerConcern.Longest);
}

internal sealed class AnswerConcernHandler(Db db, Actor actor, ConcernLinks links, TimeProvider clock)
    : IRequestHandler<AnswerConcern, Done>
{
    public async Task<Done> Handle(AnswerConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Lock(db, actor, command.ConcernId, now, ct);
        await db.Execute(
        [
            ConcernSql.Message(concern.Id, actor.PersonId, command.Text.Trim(), now),
            new("UPDATE Concern SET AwaitsReply = 0 WHERE Id = @Id", new { concern.Id }),
            Audit.Entry(actor, now, "concern.answered", null, concern.Id, null, null, null),
        ], ct);
        await ConcernTextIndex.Keep(db, [concern.Id], ct);
        await links.TellOne(concern, "Email.Answered", ct);
        return Done.Instance;
    }
}

internal static class AnswerConcernEndpoint
{
    public sealed record Body(string Text);

    public static void MapAnswerConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/messages", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new AnswerConcern(id, body.Text), ct))
        .WithName("AnswerConcern").WithSummary("Write to the reporter of a concern: an answer or a question");
}
