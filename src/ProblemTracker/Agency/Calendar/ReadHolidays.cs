using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's holidays. Due dates never fall on a holiday.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadHolidays : IQuery<VersionedSetting<HolidayList>>;

/// <param name="Date">Local to the agency.</param>
public sealed record HolidayItem(DateOnly Date, string Name);

public sealed record HolidayList(IReadOnlyList<HolidayItem> Items);

internal sealed class ReadHolidaysHandler(Db db) : IRequestHandler<ReadHolidays, VersionedSetting<HolidayList>>
{
    public async Task<VersionedSetting<HolidayList>> Handle(ReadHolidays query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Holidays, ct), await HolidaySql.Read(db, ct));
}

internal static class ReadHolidaysEndpoint
{
    public static void MapReadHolidays(this RouteGroupBuilder settings) => settings
        .MapGet("/holidays", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadHolidays(), ct)).Result())
        .WithName("ReadHolidays").WithSummary("List holidays, on which no due date falls").Produces<HolidayList>();
}
