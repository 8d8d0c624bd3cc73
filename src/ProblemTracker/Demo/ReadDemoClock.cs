using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>The demo's current time.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadDemoClock : IQuery<DemoTime>;

/// <param name="Now">Current time in the demo.</param>
/// <param name="Today">Its date in the agency's time zone.</param>
/// <param name="DaysAhead">Days ahead of real time, to two decimals.</param>
public sealed record DemoTime(DateTimeOffset Now, DateOnly Today, string TimeZone, double DaysAhead)
{
    public static DemoTime Of(DateTimeOffset realNow, TimeSpan offset, AgencyCalendar calendar) =>
        new(realNow + offset, calendar.DateOf(realNow + offset), calendar.Zone.Id, Math.Round(offset.TotalDays, 2));
}

internal sealed class ReadDemoClockHandler(AgencySettings agency, TrackerClock clock, TrackerOptions options)
    : IRequestHandler<ReadDemoClock, DemoTime>
{
    public async Task<DemoTime> Handle(ReadDemoClock query, CancellationToken ct) => options.IsDemo
        ? DemoTime.Of(clock.Real.GetUtcNow(), clock.Offset, await agency.Calendar(ct))
        : throw new NotFound();
}

internal static class ReadDemoClockEndpoint
{
    /// <summary>Outside the demo, the endpoints answer 404 whatever the caller's permissions are.</summary>
    public static RouteGroupBuilder DemoOnly(this RouteGroupBuilder demo)
    {
        demo.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<TrackerOptions>().IsDemo
            ? next(context)
            : throw new NotFound());
        return demo;
    }

    public static void MapReadDemoClock(this RouteGroupBuilder demo) => demo
        .MapGet("/clock", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadDemoClock(), ct))
        .WithName("ReadDemoClock").WithSummary("Read the demo's clock");
}
