using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>
/// Sets a signal aside until a day. Before that day it comes back only if it grows by half, and by at least five incidents.
/// </summary>
/// <param name="Until">The last local day, at most a year from now.</param>
/// <param name="Reason">Why it needs no problem now.</param>
[Needs(Permission.OpenProblems)]
public sealed record DismissSignal(long SignalId, int Version, DateOnly? Until, string? Reason) : ICommand<Done>;

internal sealed class DismissSignalValidator : AbstractValidator<DismissSignal>
{
    public DismissSignalValidator()
    {
        RuleFor(c => c.Until).NotNull().WithMessage("Enter the day until which this is dismissed.");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Enter why this needs no problem now.").MaximumLength(2000);
    }
}

internal sealed class DismissSignalHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<DismissSignal, Done>
{
    public async Task<Done> Handle(DismissSignal command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = (await agency.Calendar(ct)).DateOf(now);
        if (command.Until <= today || command.Until > today.AddYears(1))
            throw new RuleBroken("signal.until", "Enter a day after today, at most a year from now.", "until");
        await SignalDecisions.Take(db, actor, command.SignalId, command.Version, ct);
        await db.Execute(SignalDecisions.Decide(actor, command.SignalId, SignalDecision.Dismissed, command.Reason!.Trim(), command.Until,
            null, now), ct);
        return Done.Instance;
    }
}

internal static class DismissSignalEndpoint
{
    public sealed record Body(DateOnly? Until, string? Reason);

    public static void MapDismissSignal(this RouteGroupBuilder signals) => signals
        .MapPost("/{id:long}/dismiss", async (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DismissSignal(id, version, body.Until, body.Reason), ct);
            return await mediator.Send(new ReadSignal(id), ct);
        })
        .WithName("DismissSignal").WithSummary("Set a signal aside until a day, with a reason");
}
