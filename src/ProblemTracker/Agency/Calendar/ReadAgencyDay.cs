using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's time zone, current day and holidays, for showing dates and times on pages.</summary>
[AllowEveryone]
public sealed record ReadAgencyDay : IQuery<AgencyDay>;

public sealed record AgencyDay(TimeZoneInfo Zone, DateOnly Today, IReadOnlySet<DateOnly> Holidays)
{
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);
}

internal sealed class ReadAgencyDayHandler(AgencySettings agency) : IRequestHandler<ReadAgencyDay, AgencyDay>
{
    public async Task<AgencyDay> Handle(ReadAgencyDay query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new(calendar.Zone, await agency.Today(ct), calendar.Holidays);
    }
}
