using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's time zone, which determines the local day.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadTimeZone : IQuery<VersionedSetting<TimeZoneSetting>>;

/// <param name="TimeZone">IANA name, for example America/New_York.</param>
public sealed record TimeZoneSetting(string TimeZone);

internal sealed class ReadTimeZoneHandler(Db db, AgencySettings agency) : IRequestHandler<ReadTimeZone, VersionedSetting<TimeZoneSetting>>
{
    public async Task<VersionedSetting<TimeZoneSetting>> Handle(ReadTimeZone query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.TimeZone, ct), new((await agency.Calendar(ct)).Zone.Id));
}

internal static class ReadTimeZoneEndpoint
{
    public static void MapReadTimeZone(this RouteGroupBuilder settings) => settings
        .MapGet("/time-zone", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadTimeZone(), ct)).Result())
        .WithName("ReadTimeZone").WithSummary("Read the agency's time zone").Produces<TimeZoneSetting>();
}
