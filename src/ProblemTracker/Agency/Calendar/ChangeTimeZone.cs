using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Sets the agency's time zone and recomputes the due dates of open problems.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeTimeZone(int Version, string TimeZone) : ICommand<VersionedSetting<TimeZoneSetting>>;

internal sealed class ChangeTimeZoneHandler(Db db, Actor actor, AgencySettings agency, CalendarChanged calendarChanged, TimeProvider clock)
    : IRequestHandler<ChangeTimeZone, VersionedSetting<TimeZoneSetting>>
{
    public async Task<VersionedSetting<TimeZoneSetting>> Handle(ChangeTimeZone command, CancellationToken ct)
    {
        TimeZones.MustBeKnown(command.TimeZone, "timeZone");
        var before = (await agency.Calendar(ct)).Zone.Id;
        var version = await SettingSql.Replace(db, SettingNames.TimeZone, command.TimeZone, command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.TimeZone, null,
            new TimeZoneSetting(before), new TimeZoneSetting(command.TimeZone), ct);
        agency.Reload();
        await calendarChanged(ct);
        return new(version, new(command.TimeZone));
    }
}

internal static class ChangeTimeZoneEndpoint
{
    public static void MapChangeTimeZone(this RouteGroupBuilder settings) => settings
        .MapPut("/time-zone", async (IfMatch version, TimeZoneSetting body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeTimeZone(version, body.TimeZone), ct)).Result())
        .WithName("ChangeTimeZone").WithSummary("Set the agency's time zone by its IANA name").Produces<TimeZoneSetting>();
}
