using System.Security.Cryptography;
using System.Text;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;

namespace ProblemTracker.Calendars;

/// <summary>
/// One person's due dates as an iCalendar file, for whoever has their private address. It holds what this person could see if they were
/// signed in now.
/// </summary>
[AllowEveryone]
public sealed record ReadCalendar(string Token) : IQuery<CalendarFile>;

/// <param name="Digest">Changes with the content: the ETag.</param>
public sealed record CalendarFile(byte[] Content, string Digest);

internal sealed class ReadCalendarHandler(Db db, Actor actor, AgencySettings agency, CalendarText text)
    : IRequestHandler<ReadCalendar, CalendarFile>
{
    public async Task<CalendarFile> Handle(ReadCalendar query, CancellationToken ct)
    {
        var holder = await CalendarAddresses.Find(db, query.Token, ct) ?? throw new NotFound();
        var person = Actor.Person(holder.Id, holder.Name, await PersonSql.Roles(db, holder.Id, ct), actor.Origin);
        var today = await agency.Today(ct);
        var dates = await CalendarDates.Of(db, person, await agency.Calendar(ct), today, ct);
        var content = Encoding.UTF8.GetBytes(text.Of(dates, await AgencySql.Read(db, ct), today));
        return new(content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
