using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's time zone and current day, for showing dates and times on pages.</summary>
[AllowEveryone]
public sealed record ReadAgencyDay : IQuery<AgencyDay>;

public sealed record AgencyDay(TimeZoneInfo Zone, DateOnly Today)
{
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);
}

internal sealed class ReadAgencyDayHandler(AgencySettings agency) : IRequestHandler<ReadAgencyDay, AgencyDay>
{
    public async Task<AgencyDay> Handle(ReadAgencyDay query, CancellationToken ct) =>
        new((await agency.Calendar(ct)).Zone, await agency.Today(ct));
}
