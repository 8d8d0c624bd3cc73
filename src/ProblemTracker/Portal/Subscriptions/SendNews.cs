using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Portal;

/// <summary>
/// Emails news to those who follow them, outside the quiet hours: at once, or on Monday what the week before brought. Deletes
/// subscriptions that nobody confirmed in two weeks.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendNews : ICommand<NewsSent>;

/// <param name="Emails">The number queued.</param>
public sealed record NewsSent(int Emails);

internal sealed class SendNewsHandler(
    Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection,
    IStringLocalizer<PortalTexts> words) : IRequestHandler<SendNews, NewsSent>
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan UnconfirmedFor = TimeSpan.FromDays(14);

    // What is being saved right now bears an earlier time than the moment when others can read it.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private sealed record Row
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public string? CategoryCode { get; init; }
        public string Language { get; init; } = "";
        public DateTimeOffset SentUpTo { get; init; }
    }

    public async Task<NewsSent> Handle(SendNews command, CancellationToken ct)
    {
        var (now, calendar) = (clock.GetUtcNow(), await agency.Calendar(ct));
        await SubscriptionSql.Delete(db, await db.List<long>(
            "SELECT s.Id FROM Subscription s WHERE s.ConfirmedAt IS NULL AND s.CreatedAt < @Before",
            new { Before = now - UnconfirmedFor }, ct), ct);
        if (NewsHours.IsQuiet(TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime) || !(await PublicSiteSql.Read(db, ct)).IsOn)
            return new(0);
        var week = calendar.StartOf(NewsHours.WeekEnd(calendar.DateOf(now)));
        return new(await Send(NewsPace.AtOnce, now - Settled, now, ct) + await Send(NewsPace.Weekly, week, now, ct));
    }

    /// <summary>Sends the news up to a moment to those who did not get them yet.</summary>
    private async Task<int> Send(NewsPace pace, DateTimeOffset upTo, DateTimeOffset now, CancellationToken ct)
    {
        // Without news since the oldest subscription was served, nobody has to be looked at.
        var due = await db.List<Row>($"""
            SELECT s.Id, s.Email, s.NeighborhoodId, n.Name AS Neighborhood, s.CategoryCode, s.Language, s.SentUpTo
            FROM Subscription s LEFT JOIN Neighborhood n ON n.Id = s.NeighborhoodId
            WHERE s.Pace = @Pace AND s.ConfirmedAt IS NOT NULL AND s.SentUpTo < COALESCE((
                SELECT MAX(x.NewsAt) FROM (
                    SELECT MAX(u.NewsAt) AS NewsAt FROM Publication u WHERE u.NewsAt <= @upTo
                    UNION ALL SELECT MAX(b.NewsAt) FROM Bulletin b WHERE b.NewsAt <= @upTo
                    UNION ALL SELECT MAX(m.NewsAt) FROM Meeting m WHERE m.NewsAt <= @upTo) x), s.SentUpTo)
            ORDER BY s.SentUpTo, s.Id {db.Dialect.First("@MostAtOnce")}
            """, new { Pace = pace.ToString(), upTo, MostAtOnce }, ct);
        var emails = 0;
        foreach (var group in due.GroupBy(row => (row.NeighborhoodId, row.CategoryCode, row.Language, row.SentUpTo)))
        {
            var filter = new NewsFilter
            {
                NeighborhoodId = group.Key.NeighborhoodId,
                CategoryCode = group.Key.CategoryCode,
                From = group.Key.SentUpTo,
                To = upTo,
                Language = group.Key.Language,
            };
            var news = await NewsSql.Read(db, filter, ct);
            foreach (var row in news.Count == 0 ? [] : group.ToList())
            {
                var (linkId, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.News, row.Id, null,
                    ct, NewsEmail.LinkLifetime);
                var email = NewsEmail.News(words, linkId, row.Email, row.Neighborhood, news, secret, row.Language, options);
                if (await Outbox.Queue(db, clock, email, ct)) emails++;
            }
            await db.Execute("UPDATE Subscription SET SentUpTo = @upTo WHERE Id IN @Ids",
                new { upTo, Ids = group.Select(row => row.Id) }, ct);
        }
        return emails;
    }
}
