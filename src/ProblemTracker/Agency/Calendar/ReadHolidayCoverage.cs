using MediatR;

namespace ProblemTracker.Agency;

/// <summary>How far the list of holidays reaches. Without the next year's, due dates fall on holidays and nobody notices.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadHolidayCoverage : IQuery<HolidayCoverage>;

/// <param name="LastOn">The last holiday in the list; null if the list is empty.</param>
/// <param name="WarnsFrom">The day from which administrators are asked to add more; null if the list is empty.</param>
/// <param name="IsRunningOut">Whether that day has come.</param>
public sealed record HolidayCoverage(DateOnly? LastOn, DateOnly? WarnsFrom, bool IsRunningOut)
{
    /// <summary>Days before the last holiday.</summary>
    public const int DaysAhead = 60;

    /// <summary>An agency that enters no holidays has none to run out of.</summary>
    internal static HolidayCoverage Of(IReadOnlySet<DateOnly> holidays, DateOnly today)
    {
        if (holidays.Count == 0) return new(null, null, false);
        var last = holidays.Max();
        var from = DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - DaysAhead));
        return new(last, from, today >= from);
    }
}

internal sealed class ReadHolidayCoverageHandler(AgencySettings agency) : IRequestHandler<ReadHolidayCoverage, HolidayCoverage>
{
    public async Task<HolidayCoverage> Handle(ReadHolidayCoverage query, CancellationToken ct) =>
        HolidayCoverage.Of((await agency.Calendar(ct)).Holidays, await agency.Today(ct));
}

internal static class ReadHolidayCoverageEndpoint
{
    public static void MapReadHolidayCoverage(this RouteGroupBuilder settings) => settings
        .MapGet("/holidays/coverage", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadHolidayCoverage(), ct))
        .WithName("ReadHolidayCoverage").WithSummary("Read how far the list of holidays reaches, and whether it is running out");
}
