using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>
/// Decides about repeat complaints: no case, with a reason, or a problem that covers them. Linking one of their concerns to a problem
/// decides too. They are asked about again only when a further concern about the place comes.
/// </summary>
/// <param name="Reason">Why it is no case; null with a problem.</param>
/// <param name="ProblemId">The problem that covers them; null with a reason.</param>
[Needs(Permission.Supervise)]
public sealed record DecideRepeatComplaint(long RepeatId, int Version, string? Reason, long? ProblemId = null) : ICommand<Done>;

internal sealed class DecideRepeatComplaintValidator : AbstractValidator<DecideRepeatComplaint>
{
    public DecideRepeatComplaintValidator()
    {
        RuleFor(c => c.Reason).MaximumLength(2000);
        RuleFor(c => c.Reason).NotEmpty().When(c => c.ProblemId is null).WithMessage("Enter why this needs no problem of its own.");
        RuleFor(c => c.Reason).Empty().When(c => c.ProblemId is not null)
            .WithMessage("Give a reason if it is no case, or a problem, not both.");
    }
}

internal sealed class DecideRepeatComplaintHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<DecideRepeatComplaint, Done>
{
    private sealed record Row
    {
        public RepeatDecision? Decision { get; init; }
        public int Version { get; init; }
    }

    public async Task<Done> Handle(DecideRepeatComplaint command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Locks the row.
        await db.Execute("UPDATE RepeatComplaint SET Version = Version WHERE Id = @RepeatId", new { command.RepeatId }, ct);
        var repeat = await db.Find<Row>("SELECT r.Decision, r.Version FROM RepeatComplaint r WHERE r.Id = @RepeatId",
            new { command.RepeatId }, ct) ?? throw new NotFound();
        if (repeat.Version != command.Version) throw new Stale(repeat.Version);
        if (repeat.Decision is not null)
            throw new RuleBroken("repeatComplaint.decided", "Someone already decided about these repeat complaints.", "reason");
        if (command.ProblemId is { } id && await db.Single<int>(
            $"SELECT COUNT(*) FROM Problem p WHERE p.Id = @id AND {ProblemSql.VisibleTo(actor)}",
            new { id, ActorId = actor.PersonId }, ct) == 0)
            throw new Invalid("problemId", "There is no problem with this id.");
        await db.Execute(RepeatSql.Decide(actor, command.RepeatId,
            command.ProblemId is null ? RepeatDecision.NoCase : RepeatDecision.Problem, command.Reason?.Trim(), command.ProblemId, now),
            ct);
        return Done.Instance;
    }
}

internal static class DecideRepeatComplaintEndpoint
{
    public sealed record Body(string? Reason = null, long? ProblemId = null);

    public static void MapDecideRepeatComplaint(this RouteGroupBuilder repeats) => repeats
        .MapPost("/{id:long}/decide", async (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DecideRepeatComplaint(id, version, body.Reason, body.ProblemId), ct);
            return await mediator.Send(new ReadRepeatComplaint(id), ct);
        })
        .WithName("DecideRepeatComplaint")
        .WithSummary("Decide about repeat complaints: no case with a reason, or the problem that covers them");
}
