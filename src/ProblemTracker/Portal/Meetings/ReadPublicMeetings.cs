using System.Security.Cryptography;
using System.Text;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>A meeting that residents are invited to, or were.</summary>
[AllowEveryone]
public sealed record ReadPublicMeeting(long MeetingId) : IQuery<PublicMeeting>;

/// <summary>One meeting as an iCalendar file.</summary>
[AllowEveryone]
public sealed record ReadMeetingCalendar(long MeetingId) : IQuery<MeetingCalendarFile>;

/// <summary>The meetings of a neighborhood as an iCalendar file, also those of the whole city, from three months ago on.</summary>
[AllowEveryone]
public sealed record ReadNeighborhoodCalendar(long NeighborhoodId) : IQuery<MeetingCalendarFile>
{
    public const int DaysBack = 92;

    /// <summary>Most meetings of a calendar.</summary>
    public const int Most = 500;
}

/// <param name="Digest">Changes with the content: the ETag.</param>
public sealed record MeetingCalendarFile(byte[] Content, string Digest);

/// <param name="Text">In the language of the request, or else another.</param>
public sealed record PublicMeeting(long Id, MeetingText Text, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Place)
{
    /// <summary>Null for the whole city.</summary>
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public bool IsCanceled { get; init; }
    /// <summary>Why it was canceled.</summary>
    public string? CancelReason { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public int Version { get; init; }
}

internal sealed class ReadPublicMeetingsHandler(Db db, AgencySettings agency, TimeProvider clock, MeetingCalendar calendar)
    : IRequestHandler<ReadPublicMeeting, PublicMeeting>, IRequestHandler<ReadMeetingCalendar, MeetingCalendarFile>,
        IRequestHandler<ReadNeighborhoodCalendar, MeetingCalendarFile>
{
    public async Task<PublicMeeting> Handle(ReadPublicMeeting query, CancellationToken ct) => await Find(query.MeetingId, ct);

    public async Task<MeetingCalendarFile> Handle(ReadMeetingCalendar query, CancellationToken ct)
    {
        var meeting = await Find(query.MeetingId, ct);
        return File([meeting], meeting.Text.Title);
    }

    public async Task<MeetingCalendarFile> Handle(ReadNeighborhoodCalendar query, CancellationToken ct)
    {
        var name = await db.Find<string>(
            $"SELECT n.Name FROM Neighborhood n WHERE n.Id = @Id AND {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0",
            new { Id = query.NeighborhoodId, today = await agency.Today(ct) }, ct) ?? throw new NotFound();
        var rows = await db.List<MeetingSite.Row>($"""
            {MeetingSite.Select} AND (m.NeighborhoodId = @NeighborhoodId OR m.NeighborhoodId IS NULL) AND m.StartsAt >= @From
            ORDER BY m.StartsAt, m.Id {db.Dialect.First("@Most")}
            """, new
        {
            query.NeighborhoodId,
            From = clock.GetUtcNow().AddDays(-ReadNeighborhoodCalendar.DaysBack),
            ReadNeighborhoodCalendar.Most,
        }, ct);
        return File([.. rows.Select(row => row.Shown())], name);
    }

    private async Task<PublicMeeting> Find(long id, CancellationToken ct) =>
        (await db.Find<MeetingSite.Row>($"{MeetingSite.Select} AND m.Id = @id", new { id }, ct) ?? throw new NotFound()).Shown();

    private MeetingCalendarFile File(IReadOnlyList<PublicMeeting> meetings, string name)
    {
        var content = Encoding.UTF8.GetBytes(calendar.Of(meetings, name));
        return new(content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}

/// <summary>SQL about <c>m</c> (Meeting) for the public site. Engagement writes the table.</summary>
internal static class MeetingSite
{
    /// <summary>What anyone may read. A canceled meeting stays, and says so.</summary>
    public const string IsPublic = "m.IsPublic = 1";

    public const string Select = $"""
        SELECT m.Id, m.NeighborhoodId, n.Name AS Neighborhood, m.StartsAt, m.EndsAt, m.Place, m.Texts, m.CanceledAt, m.CancelReason,
            m.ChangedAt, m.NewsAt, m.Version
        FROM Meeting m LEFT JOIN Neighborhood n ON n.Id = m.NeighborhoodId WHERE {IsPublic}
        """;

    public sealed record Row
    {
        public long Id { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public DateTimeOffset StartsAt { get; init; }
        public DateTimeOffset EndsAt { get; init; }
        public string Place { get; init; } = "";
        public string Texts { get; init; } = "";
        public DateTimeOffset? CanceledAt { get; init; }
        public string? CancelReason { get; init; }
        public DateTimeOffset ChangedAt { get; init; }
        public DateTimeOffset NewsAt { get; init; }
        public int Version { get; init; }

        /// <param name="language">That of the request by default.</param>
        public PublicMeeting Shown(string? language = null) =>
            new(Id, PublicTexts.Read<MeetingText>(Texts).Chosen(language), StartsAt, EndsAt, Place)
            {
                NeighborhoodId = NeighborhoodId,
                Neighborhood = Neighborhood,
                IsCanceled = CanceledAt is not null,
                CancelReason = CancelReason,
                ChangedAt = ChangedAt,
                Version = Version,
            };
    }
}
