using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Revokes a person's calendar address, so that it stops working. Administrators can revoke anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record RevokeCalendarAddress(long PersonId) : ICommand<Done>;

internal sealed class RevokeCalendarAddressHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<RevokeCalendarAddress, Done>
{
    public async Task<Done> Handle(RevokeCalendarAddress command, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, command.PersonId, ct);
        if (await CalendarAddresses.Revoke(db, command.PersonId, ct) == 0) throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "person.calendarRevoked", null, command.PersonId, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class RevokeCalendarAddressEndpoint
{
    public static void MapRevokeCalendarAddress(this RouteGroupBuilder people) => people
        .MapDelete("/{id:long}/calendar-address", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RevokeCalendarAddress(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("RevokeCalendarAddress").WithSummary("Revoke a person's calendar address");
}
