using FluentValidation;
using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Decides that repeat complaints are no case. Making one of their concerns part of a problem decides too. They are asked about again only
/// when a further concern about the place comes.
/// </summary>
/// <param name="Reason">Why it is no case.</param>
[Needs(Permission.Supervise)]
public sealed record DecideRepeatComplaint(long RepeatId, int Version, string? Reason) : ICommand<Done>;

internal sealed class DecideRepeatComplaintValidator : AbstractValidator<DecideRepeatComplaint>
{
    public DecideRepeatComplaintValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Enter why this needs no problem of its own.").MaximumLength(2000);
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
        await db.Execute(RepeatSql.Decide(actor, command.RepeatId, RepeatDecision.NoCase, command.Reason!.Trim(), null, now), ct);
        return Done.Instance;
    }
}

internal static class DecideRepeatComplaintEndpoint
{
    public sealed record Body(string? Reason);

    public static void MapDecideRepeatComplaint(this RouteGroupBuilder repeats) => repeats
        .MapPost("/{id:long}/decide", async (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DecideRepeatComplaint(id, version, body.Reason), ct);
            return await mediator.Send(new ReadRepeatComplaint(id), ct);
        })
        .WithName("DecideRepeatComplaint")
        .WithSummary("Decide that repeat complaints are no case; linking one of their concerns to a problem decides too");
}
