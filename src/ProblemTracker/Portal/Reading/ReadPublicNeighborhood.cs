using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>What residents can read of a neighborhood: its officers, coming meetings, what is worked on, and what was done.</summary>
[AllowEveryone]
public sealed record ReadPublicNeighborhood(long NeighborhoodId) : IQuery<PublicNeighborhood>
{
    /// <summary>Most problems to list; the latest changed first.</summary>
    public const int Most = 100;

    /// <summary>Most bulletins to list.</summary>
    public const int MostBulletins = 5;

    /// <summary>Most meetings to list; the next one first.</summary>
    public const int MostMeetings = 10;
}

/// <param name="Officers">Public names of those assigned today who have one.</param>
/// <param name="Bulletins">The latest, also those for the whole city.</param>
/// <param name="Meetings">Those to come, also of the whole city, and canceled ones until they would be over.</param>
public sealed record PublicNeighborhood(long Id, string Name, IReadOnlyList<string> Officers, IReadOnlyList<PublicProblemLine> Problems,
    IReadOnlyList<PublicBulletin> Bulletins, IReadOnlyList<PublicMeeting> Meetings)
{
    public IEnumerable<PublicProblemLine> WorkedOn => Problems.Where(problem => problem.Stage != Stage.Closed);
    public IEnumerable<PublicProblemLine> Done => Problems.Where(problem => problem.Stage == Stage.Closed);
}

/// <param name="Text">In the language of the request, or else another.</param>
/// <param name="Verdict">Of a closed problem; null if there is none.</param>
/// <param name="At">About where it is; null if the team gave no point.</param>
public sealed record PublicProblemLine(string Number, Stage Stage, Verdict? Verdict, PublicText Text, PublicPoint? At = null);

/// <summary>A point that a whole block shares, in degrees.</summary>
public sealed record PublicPoint(double Latitude, double Longitude)
{
    public static PublicPoint? Of(double? latitude, double? longitude) =>
        latitude is { } north && longitude is { } east ? new(PublicPlace.Snap(north), PublicPlace.Snap(east)) : null;
}

internal sealed class ReadPublicNeighborhoodHandler(Db db, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ReadPublicNeighborhood, PublicNeighborhood>
{
    private sealed record Row
    {
        public string Number { get; init; } = "";
        public Stage Stage { get; init; }
        public Verdict? Verdict { get; init; }
        public string Texts { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed record BulletinRow
    {
        public long Id { get; init; }
        public string Texts { get; init; } = "";
        public DateTimeOffset NewsAt { get; init; }
    }

    public async Task<PublicNeighborhood> Handle(ReadPublicNeighborhood query, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT n.Id, n.Name FROM Neighborhood n WHERE n.Id = @Id AND {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0",
            """
            SELECT DISTINCT w.PublicName FROM Assignment a JOIN Person w ON w.Id = a.PersonId
            WHERE a.NeighborhoodId = @Id AND a.FromOn <= @today AND (a.ToOn IS NULL OR a.ToOn >= @today) AND w.Active = 1
                AND w.PublicName IS NOT NULL
            ORDER BY w.PublicName
            """,
            $"""
            SELECT p.Number, p.Stage, p.Verdict, u.Texts, p.Latitude, p.Longitude
            FROM Publication u JOIN Problem p ON p.Id = u.ProblemId
            WHERE p.NeighborhoodId = @Id AND {PublicationSql.IsPublic}
            ORDER BY u.ChangedAt DESC, u.ProblemId DESC {db.Dialect.First("@Most")}
            """,
            $"""
            SELECT b.Id, b.Texts, b.NewsAt FROM Bulletin b
            WHERE (b.NeighborhoodId = @Id OR b.NeighborhoodId IS NULL) AND {BulletinSql.IsPublic}
            ORDER BY b.NewsAt DESC, b.Id DESC {db.Dialect.First("@MostBulletins")}
            """,
            $"""
            {MeetingSite.Select} AND (m.NeighborhoodId = @Id OR m.NeighborhoodId IS NULL) AND m.EndsAt >= @now
                AND m.StartsAt >= @since
            ORDER BY m.StartsAt, m.Id {db.Dialect.First("@MostMeetings")}
            """,
        ];
        var args = new
        {
            Id = query.NeighborhoodId,
            now = clock.GetUtcNow(),
            // The longest meeting takes a day: the index by start finds those that are not over.
            since = clock.GetUtcNow() - Meetings.Longest,
            today = await agency.Today(ct),
            ReadPublicNeighborhood.Most,
            ReadPublicNeighborhood.MostBulletins,
            ReadPublicNeighborhood.MostMeetings,
        };
        return await db.Read(statements, args, async results =>
        {
            var place = await results.ReadSingleOrDefaultAsync<NamedNeighborhood>() ?? throw new NotFound();
            IReadOnlyList<string> officers = [.. await results.ReadAsync<string>()];
            IReadOnlyList<PublicProblemLine> problems = [.. (await results.ReadAsync<Row>())
                .Select(row => new PublicProblemLine(row.Number, row.Stage, row.Stage == Stage.Closed ? row.Verdict : null,
                    PublicTexts.Read<PublicText>(row.Texts).Chosen(), PublicPoint.Of(row.Latitude, row.Longitude)))];
            return new PublicNeighborhood(place.Id, place.Name, officers, problems, [.. (await results.ReadAsync<BulletinRow>())
                .Select(row => new PublicBulletin(row.Id, PublicTexts.Read<BulletinText>(row.Texts).Chosen(), row.NewsAt))],
                [.. (await results.ReadAsync<MeetingSite.Row>()).Select(row => row.Shown())]);
        }, ct);
    }
}
