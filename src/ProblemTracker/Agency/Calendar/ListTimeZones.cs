using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The time zones that an agency can choose, those of the United States first.</summary>
[Needs(Permission.SignedIn)]
public sealed record ListTimeZones : IQuery<TimeZoneList>;

/// <param name="Id">IANA name.</param>
/// <param name="Name">What people call it, with its offset from UTC now.</param>
/// <param name="IsAmerican">Whether it belongs to the United States or its territories.</param>
public sealed record TimeZoneRow(string Id, string Name, bool IsAmerican);

public sealed record TimeZoneList(IReadOnlyList<TimeZoneRow> Items);

internal sealed class ListTimeZonesHandler(AgencySettings agency, TimeProvider clock) : IRequestHandler<ListTimeZones, TimeZoneList>
{
    public async Task<TimeZoneList> Handle(ListTimeZones query, CancellationToken ct) =>
        new(TimeZones.Choices(clock.GetUtcNow(), (await agency.Calendar(ct)).Zone.Id));
}

internal static class ListTimeZonesEndpoint
{
    public static void MapListTimeZones(this RouteGroupBuilder settings) => settings
        .MapGet("/time-zones", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListTimeZones(), ct))
        .WithName("ListTimeZones").WithSummary("List the time zones to choose from, those of the United States first");
}
