using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Makes the private address of the actor's due dates as a calendar. It replaces the address that they had, and is shown once. Only on the
/// web page, soon after signing in, so that neither a token nor a session left open can make one.
/// </summary>
[Needs(Permission.SignedIn), SecretResult]
public sealed record MakeCalendarAddress : ICommand<CalendarAddressMade>;

/// <param name="Address">Ends in <c>.ics</c>.</param>
/// <param name="Replaced">Whether an older address no longer works.</param>
public sealed record CalendarAddressMade(string Address, bool Replaced);

internal sealed class MakeCalendarAddressHandler(SecondFactors factors, Db db, Actor actor, TrackerOptions options, TimeProvider clock)
    : IRequestHandler<MakeCalendarAddress, CalendarAddressMade>
{
    public async Task<CalendarAddressMade> Handle(MakeCalendarAddress command, CancellationToken ct)
    {
        factors.MustBeRecent("make a calendar address");
        var personId = actor.PersonId ?? throw new NotFound();
        var token = Secrets.New();
        var row = new { personId, Digest = Secrets.Digest(token), Now = clock.GetUtcNow() };
        var replaced = await CalendarAddresses.Revoke(db, personId, ct) > 0;
        await db.Execute("INSERT INTO CalendarAddress (PersonId, Digest, CreatedAt) VALUES (@personId, @Digest, @Now)", row, ct);
        await db.Record(actor, row.Now, "person.calendarMade", null, personId, null, null, new { replaced }, ct);
        return new($"{options.PublicUrl}/calendar/{token}.ics", replaced);
    }
}
