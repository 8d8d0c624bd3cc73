using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>News of a neighborhood, newest first: published problems, bulletins, and meetings announced or canceled.</summary>
[AllowEveryone]
public sealed record ReadNews(long NeighborhoodId) : IQuery<NeighborhoodNews>;

/// <summary>A bulletin that residents can read.</summary>
[AllowEveryone]
public sealed record ReadPublicBulletin(long BulletinId) : IQuery<PublicBulletin>;

public sealed record NeighborhoodNews(string Neighborhood, IReadOnlyList<NewsItem> Items);

/// <param name="Path">Its page below the public site, such as <c>/problems/P-2026-0042</c>.</param>
/// <param name="Language">Of title and text, which may be another one than that of the request.</param>
public sealed record NewsItem(string Path, string Language, string Title, string Text, DateTimeOffset At)
{
    /// <summary>The day of a meeting; null for other news.</summary>
    public DateOnly? MeetingOn { get; init; }

    /// <summary>The meeting was canceled.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>The title; of a meeting with its day, and whether it was canceled.</summary>
    internal string Heading(IStringLocalizer<PortalTexts> words)
    {
        if (MeetingOn is not { } day) return Title;
        var heading = $"{Title}, {DateText.LongDateIn(Languages.Current, day)}";
        return IsCanceled ? words["Meeting.Canceled", heading] : heading;
    }
}

/// <param name="Text">In the language of the request, or else another.</param>
public sealed record PublicBulletin(long Id, BulletinText Text, DateTimeOffset PublishedAt)
{
    /// <summary>Null for the whole city.</summary>
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
}

internal sealed class ReadNewsHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadNews, NeighborhoodNews>, IRequestHandler<ReadPublicBulletin, PublicBulletin>
{
    private sealed record Row
    {
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public string Texts { get; init; } = "";
        public DateTimeOffset NewsAt { get; init; }
    }

    public async Task<NeighborhoodNews> Handle(ReadNews query, CancellationToken ct)
    {
        var name = await db.Find<string>(
            $"SELECT n.Name FROM Neighborhood n WHERE n.Id = @Id AND {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0",
            new { Id = query.NeighborhoodId, today = await agency.Today(ct) }, ct) ?? throw new NotFound();
        return new(name, await NewsSql.Read(db, new() { NeighborhoodId = query.NeighborhoodId }, ct));
    }

    public async Task<PublicBulletin> Handle(ReadPublicBulletin query, CancellationToken ct)
    {
        var row = await db.Find<Row>($"""
            SELECT b.NeighborhoodId, n.Name AS Neighborhood, b.Texts, b.NewsAt
            FROM Bulletin b LEFT JOIN Neighborhood n ON n.Id = b.NeighborhoodId WHERE b.Id = @BulletinId AND {BulletinSql.IsPublic}
            """, new { query.BulletinId }, ct) ?? throw new NotFound();
        return new(query.BulletinId, PublicTexts.Read<BulletinText>(row.Texts).Chosen(), row.NewsAt)
        {
            NeighborhoodId = row.NeighborhoodId,
            Neighborhood = row.Neighborhood,
        };
    }
}

/// <summary>Which news to read.</summary>
internal sealed record NewsFilter
{
    /// <summary>Null for every neighborhood. News of the whole city are news of each.</summary>
    public long? NeighborhoodId { get; init; }
    /// <summary>Only problems of this category, and bulletins and meetings; null for all.</summary>
    public string? CategoryCode { get; init; }
    /// <summary>Exclusive.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Inclusive.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>The code of the reader's language.</summary>
    public string Language { get; init; } = Languages.Current.Name;
}

/// <summary>The one query of news, for pages, feeds and emails.</summary>
internal static class NewsSql
{
    /// <summary>Most items of a feed or an email.</summary>
    public const int Most = 50;

    private sealed record Problem
    {
        public string Number { get; init; } = "";
        public string Texts { get; init; } = "";
        public DateTimeOffset NewsAt { get; init; }
    }

    private sealed record Meeting
    {
        public long Id { get; init; }
        public string Texts { get; init; } = "";
        public DateOnly StartsOn { get; init; }
        public string Place { get; init; } = "";
        public bool IsCanceled { get; init; }
        public string? CancelReason { get; init; }
        public DateTimeOffset NewsAt { get; init; }
    }

    private sealed record Bulletin
    {
        public long Id { get; init; }
        public string Texts { get; init; } = "";
        public DateTimeOffset NewsAt { get; init; }
    }

    /// <summary>The latest news, in the reader's language as far as they have it.</summary>
    public static async Task<IReadOnlyList<NewsItem>> Read(Db db, NewsFilter filter, CancellationToken ct)
    {
        var problems = new Predicates(PublicationSql.IsPublic)
            .When(filter.NeighborhoodId is not null, "p.NeighborhoodId = @NeighborhoodId")
            .When(filter.CategoryCode is not null, "p.CategoryCode = @CategoryCode")
            .When(filter.From is not null, "u.NewsAt > @From").When(filter.To is not null, "u.NewsAt <= @To");
        var bulletins = new Predicates(BulletinSql.IsPublic)
            .When(filter.NeighborhoodId is not null, "(b.NeighborhoodId = @NeighborhoodId OR b.NeighborhoodId IS NULL)")
            .When(filter.From is not null, "b.NewsAt > @From").When(filter.To is not null, "b.NewsAt <= @To");
        var meetings = new Predicates(MeetingSite.IsPublic)
            .When(true, "m.NewsAt IS NOT NULL")
            .When(filter.NeighborhoodId is not null, "(m.NeighborhoodId = @NeighborhoodId OR m.NeighborhoodId IS NULL)")
            .When(filter.From is not null, "m.NewsAt > @From").When(filter.To is not null, "m.NewsAt <= @To");
        string[] statements =
        [
            $"""
            SELECT p.Number, u.Texts, u.NewsAt FROM Publication u JOIN Problem p ON p.Id = u.ProblemId {problems}
            ORDER BY u.NewsAt DESC, u.ProblemId DESC {db.Dialect.First("@Most")}
            """,
            $"""
            SELECT b.Id, b.Texts, b.NewsAt FROM Bulletin b {bulletins}
            ORDER BY b.NewsAt DESC, b.Id DESC {db.Dialect.First("@Most")}
            """,
            $"""
            SELECT m.Id, m.Texts, m.StartsOn, m.Place, IIF(m.CanceledAt IS NULL, 0, 1) AS IsCanceled, m.CancelReason, m.NewsAt
            FROM Meeting m {meetings}
            ORDER BY m.NewsAt DESC, m.Id DESC {db.Dialect.First("@Most")}
            """,
        ];
        var args = new { filter.NeighborhoodId, filter.CategoryCode, filter.From, filter.To, Most };
        return await db.Read(statements, args, async results =>
        {
            var items = (await results.ReadAsync<Problem>()).Select(row =>
            {
                var text = PublicTexts.Read<PublicText>(row.Texts).Chosen(filter.Language);
                return new NewsItem($"/problems/{row.Number}", text.Language, text.Title, text.WeDid ?? text.YouSaid, row.NewsAt);
            }).ToList();
            items.AddRange((await results.ReadAsync<Bulletin>()).Select(row =>
            {
                var text = PublicTexts.Read<BulletinText>(row.Texts).Chosen(filter.Language);
                return new NewsItem($"/bulletins/{row.Id}", text.Language, text.Title, text.Body, row.NewsAt);
            }));
            items.AddRange((await results.ReadAsync<Meeting>()).Select(row =>
            {
                var text = PublicTexts.Read<MeetingText>(row.Texts).Chosen(filter.Language);
                return new NewsItem($"/meetings/{row.Id}", text.Language, text.Title,
                    row.CancelReason ?? text.Agenda ?? row.Place, row.NewsAt)
                {
                    MeetingOn = row.StartsOn,
                    IsCanceled = row.IsCanceled,
                };
            }));
            return (IReadOnlyList<NewsItem>)[.. items.OrderByDescending(item => item.At).Take(Most)];
        }, ct);
    }
}
