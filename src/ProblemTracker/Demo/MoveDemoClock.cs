using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Jobs;

namespace ProblemTracker.Demo;

/// <summary>Moves the demo's clock ahead, to the same time of day on a later date, and runs the recurring jobs at once.</summary>
/// <param name="Days">Number of days ahead. Give this or <paramref name="To"/>, not both.</param>
/// <param name="To">Date in the agency's time zone.</param>
[Needs(Permission.Administer)]
public sealed record MoveDemoClock(int? Days = null, DateOnly? To = null) : ICommand<DemoTime>;

internal sealed class MoveDemoClockValidator : AbstractValidator<MoveDemoClock>
{
    public MoveDemoClockValidator()
    {
        RuleFor(c => c.Days).NotNull().When(c => c.To is null).WithMessage("Enter a number of days or a date.");
        RuleFor(c => c.To).Null().When(c => c.Days is not null).WithMessage("Enter a number of days or a date, not both.");
        RuleFor(c => c.Days).LessThanOrEqualTo(DemoClock.FurthestDays).WithMessage(DemoClock.TooFar);
    }
}

internal sealed class MoveDemoClockHandler(Db db, Actor actor, AgencySettings agency, TrackerClock clock,
    TrackerOptions options, RecurringJobs jobs)
    : IRequestHandler<MoveDemoClock, DemoTime>
{
    public async Task<DemoTime> Handle(MoveDemoClock command, CancellationToken ct)
    {
        if (!options.IsDemo) throw new NotFound();
        var calendar = await agency.Calendar(ct);
        var realNow = clock.Real.GetUtcNow();
        // Use the stored offset, because another process may have moved the clock.
        var before = await DemoClock.Stored(db, ct);
        var local = TimeZoneInfo.ConvertTime(realNow + before, calendar.Zone);
        var today = DateOnly.FromDateTime(local.DateTime);
        var field = command.To is null ? "days" : "to";
        var target = command.To ?? (command.Days > 0 ? today.AddDays(command.Days.Value) : today);
        if (target <= today)
            throw new RuleBroken("clock.backward",
                $"The demo clock shows {today:MMMM d, yyyy} and only moves forward. Choose a later date.", field);
        if (target.DayNumber - calendar.DateOf(realNow).DayNumber > DemoClock.FurthestDays) throw new Invalid(field, DemoClock.TooFar);

        var after = TimeSpan.FromSeconds(Math.Ceiling((At(target, local.TimeOfDay, calendar.Zone) - realNow).TotalSeconds));
        await DemoClock.Store(db, after, ct);
        await db.Record(actor, realNow + after, "demo.clock", null, null, null, new { Offset = before }, new { Offset = after }, ct);
        db.AfterCommit(() =>
        {
            // Never back, even if two moves finish out of order.
            clock.Offset = after > clock.Offset ? after : clock.Offset;
            return jobs.RunAll(CancellationToken.None);
        });
        return DemoTime.Of(realNow, after, calendar);
    }

    private static DateTimeOffset At(DateOnly date, TimeSpan timeOfDay, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue) + timeOfDay;
        // The hour that daylight saving time skips.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new(local, zone.GetUtcOffset(local));
    }
}

internal static class MoveDemoClockEndpoint
{
    public static void MapMoveDemoClock(this RouteGroupBuilder demo) => demo
        .MapPost("/clock", (MoveDemoClock body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("MoveDemoClock").WithSummary("Move the demo's clock ahead by days or to a date, and run the recurring jobs");
}
