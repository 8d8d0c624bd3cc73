using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Whether a person has a calendar address. The address itself is shown only when it is made. Administrators can see anyone's.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record ReadCalendarAddress(long PersonId) : IQuery<CalendarAddressDetails>;

public sealed record CalendarAddressDetails
{
    public long PersonId { get; init; }
    /// <summary>When the address was made; null if there is none.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

internal sealed class ReadCalendarAddressHandler(Db db, Actor actor) : IRequestHandler<ReadCalendarAddress, CalendarAddressDetails>
{
    public async Task<CalendarAddressDetails> Handle(ReadCalendarAddress query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        return await db.Find<CalendarAddressDetails>(
            "SELECT PersonId, CreatedAt FROM CalendarAddress WHERE PersonId = @PersonId", query, ct) ?? new() { PersonId = query.PersonId };
    }
}

internal static class ReadCalendarAddressEndpoint
{
    public static void MapReadCalendarAddress(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/calendar-address", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadCalendarAddress(id), ct))
        .WithName("ReadCalendarAddress").WithSummary("Read whether you or, for administrators, someone else has a calendar address");
}
