using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>
/// What may be the same as the report that is being written: open problems that are published for the neighborhood of its point, or else
/// for the one that was chosen, and open concerns of the same category on the same block of a known street, or near the same point.
/// </summary>
[AllowEveryone]
public sealed record ReadAlike(string Key) : IQuery<AlikeReports>
{
    /// <summary>Meters.</summary>
    public const double Near = 250;

    /// <summary>How far back concerns are looked at.</summary>
    public const int Days = 60;

    /// <summary>Most of each kind.</summary>
    public const int Most = 5;
}

public sealed record AlikeReports(IReadOnlyList<AlikeProblem> Problems, IReadOnlyList<AlikeConcern> Concerns)
{
    public bool IsEmpty => Problems.Count == 0 && Concerns.Count == 0;
}

/// <param name="Meters">To the public point, rounded to 50; null without points.</param>
/// <param name="Since">The day on which it was published.</param>
public sealed record AlikeProblem(PublicProblemLine Line, double? Meters, DateOnly Since);

/// <summary>A concern as far as anyone may read it: nothing that its reporter typed, and the block of a known street.</summary>
/// <param name="Category">In the language of the request.</param>
/// <param name="Meters">Rounded to 10; null without points.</param>
public sealed record AlikeConcern(long Id, string Category, string? Block, double? Meters, int DaysAgo, Frequency? Frequency);

/// <summary>Says that a published problem or an open concern affects the writer too. Without either, that none does.</summary>
[AllowEveryone]
public sealed record SayAlike(string Key, string? ProblemNumber, long? ConcernId) : ICommand<Done>, IReportStep;

internal sealed class SayAlikeValidator : ReportStepRules<SayAlike>;

internal sealed class AffectsMeTooHandler(
    Db db, AgencySettings agency, NeighborhoodMap map, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<ReadAlike, AlikeReports>, IRequestHandler<SayAlike, Done>
{
    private const int MostCompared = 200;

    private sealed record Problem
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public Stage Stage { get; init; }
        public string CategoryCode { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public string Texts { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public DateTimeOffset PublishedAt { get; init; }
    }

    private sealed record Near
    {
        public long Id { get; init; }
        public string CategoryName { get; init; } = "";
        public string? CategoryNames { get; init; }
        public string? Address { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public Frequency? Frequency { get; init; }
    }

    private const string OpenAndPublic = $"""
        SELECT p.Id, p.Number, p.Stage, p.CategoryCode, p.NeighborhoodId, u.Texts, p.Latitude, p.Longitude, u.PublishedAt
        FROM Publication u JOIN Problem p ON p.Id = u.ProblemId WHERE p.Stage <> 'Closed' AND {PublicationSql.IsPublic}
        """;

    public async Task<AlikeReports> Handle(ReadAlike query, CancellationToken ct) =>
        await ConcernDrafts.Find(db, query.Key, ct) is { ConcernId: null, Report: { HasWhat: true, HasWhere: true } report }
            // Who came from a problem's page said it already.
            && report.SaysProblemId is null ? await Find(report, ct) : new([], []);

    public async Task<Done> Handle(SayAlike command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var problem = command.ProblemNumber.IsBlank() ? null : await db.Find<Problem>($"{OpenAndPublic} AND p.Number = @ProblemNumber",
            new { command.ProblemNumber }, ct) ?? throw new NotFound();
        if (command.ConcernId is { } concernId && (await Handle(new ReadAlike(command.Key), ct)).Concerns.All(c => c.Id != concernId))
            throw new NotFound();
        await ConcernDrafts.Change(db, command.Key, now, report => report with
        {
            SaysProblemId = problem?.Id,
            SaysConcernId = command.ConcernId,
            Address = report.HasWhere || problem is null ? report.Address : PublicTexts.Read<PublicText>(problem.Texts).Chosen().Place,
            NeighborhoodId = report.HasWhere || problem is null ? report.NeighborhoodId : problem.NeighborhoodId,
        }, ct);
        return Done.Instance;
    }

    private async Task<AlikeReports> Find(ConcernReport report, CancellationToken ct)
    {
        var (now, calendar) = (clock.GetUtcNow(), await agency.Calendar(ct));
        string[] statements =
        [
            $"""
            {OpenAndPublic} AND p.NeighborhoodId = @NeighborhoodId AND p.CategoryCode = @CategoryCode
            ORDER BY u.NewsAt DESC, u.ProblemId DESC {db.Dialect.First("@Most")}
            """,
            $"""
            SELECT c.Id, k.Name AS CategoryName, k.Names AS CategoryNames, c.Address, c.Latitude, c.Longitude, c.ReceivedAt, c.Frequency
            FROM Concern c JOIN Category k ON k.Code = c.CategoryCode
            WHERE {ConcernSql.IsOpen} AND c.CategoryCode = @CategoryCode AND c.ReceivedAt > @Since
            ORDER BY c.DueOn DESC, c.Id DESC {db.Dialect.First("@MostCompared")}
            """,
        ];
        var args = new
        {
            NeighborhoodId = await PlaceOf(report, calendar.DateOf(now), ct),
            report.CategoryCode,
            Since = now.AddDays(-ReadAlike.Days),
            ReadAlike.Most,
            MostCompared,
        };
        var (problems, concerns) = await db.Read(statements, args, async results =>
            ((await results.ReadAsync<Problem>()).ToList(), (await results.ReadAsync<Near>()).ToList()), ct);
        var streets = await PublicStreets.Find(db, concerns.Select(c => c.Address).Append(report.Address), ct);
        // Not by what was typed: who tries addresses must not learn which house was reported.
        var block = streets.Block(report.Address);
        var near = concerns.Select(c => (Concern: c, Meters: Meters(report, c)))
            .Where(c => c.Meters <= ReadAlike.Near || (block is not null && streets.Block(c.Concern.Address) == block))
            .Take(ReadAlike.Most).ToList();
        return new(
            [.. problems.Select(p => Shown(report, p, calendar)).OrderBy(p => p.Meters ?? double.MaxValue)],
            [.. near.Select(c => new AlikeConcern(c.Concern.Id,
                ConcernWords.Category(words, report.CategoryCode!, c.Concern.CategoryName, LocalNames.Read(c.Concern.CategoryNames)),
                streets.Block(c.Concern.Address),
                c.Meters is { } meters ? Math.Round(meters / 10) * 10 : null,
                calendar.DateOf(now).DayNumber - calendar.DateOf(c.Concern.ReceivedAt).DayNumber, c.Concern.Frequency))]);
    }

    /// <summary>The neighborhood of the point, which is more exact than what was chosen.</summary>
    private async Task<long?> PlaceOf(ConcernReport report, DateOnly today, CancellationToken ct) =>
        report is { Latitude: { } latitude, Longitude: { } longitude }
            ? await map.Find(db, latitude, longitude, today, ct) ?? report.NeighborhoodId : report.NeighborhoodId;

    private static AlikeProblem Shown(ConcernReport report, Problem problem, AgencyCalendar calendar)
    {
        var at = PublicPoint.Of(problem.Latitude, problem.Longitude);
        double? meters = report is { Latitude: { } latitude, Longitude: { } longitude } && at is not null
            ? Math.Round(Earth.Meters(latitude, longitude, at.Latitude, at.Longitude) / 50) * 50 : null;
        return new(new(problem.Number, problem.Stage, null, PublicTexts.Read<PublicText>(problem.Texts).Chosen(), at), meters,
            calendar.DateOf(problem.PublishedAt));
    }

    private static double? Meters(ConcernReport report, Near concern) =>
        report is { Latitude: { } latitude, Longitude: { } longitude } && concern is { Latitude: { } north, Longitude: { } east }
            ? Earth.Meters(latitude, longitude, north, east) : null;
}
