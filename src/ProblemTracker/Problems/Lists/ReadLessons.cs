using System.Text.Json;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Closed problems of the same category that have a verdict, newest first: what was chosen, whether it helped, and what the team learned.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadLessons(long ProblemId) : IQuery<IReadOnlyList<Lesson>>;

/// <summary>What a closed problem teaches the next one.</summary>
public sealed record Lesson
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public DateTimeOffset ClosedAt { get; init; }
    public Verdict Verdict { get; init; }
    /// <summary>The verdict in words, with "no pre-set test" if it says improved without one.</summary>
    public string VerdictText { get; init; } = "";
    /// <summary>The alternatives that were chosen for the plan.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];
    public string? Lessons { get; init; }
}

internal sealed class ReadLessonsHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<ReadLessons, IReadOnlyList<Lesson>>
{
    private const int Most = 5;

    private sealed record Row
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public string Neighborhood { get; init; } = "";
        public DateTimeOffset ClosedAt { get; init; }
        public Verdict Verdict { get; init; }
        public bool PresetTest { get; init; }
        public string? Response { get; init; }
        public string? Assessment { get; init; }
    }

    public async Task<IReadOnlyList<Lesson>> Handle(ReadLessons query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var rows = await db.List<Row>($"""
            SELECT p.Id, p.Number, p.Title, n.Name AS Neighborhood, p.ClosedAt, p.Verdict, p.PresetTest, r.Body AS Response,
                a.Body AS Assessment
            FROM Problem p
            JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN Worksheet r ON r.ProblemId = p.Id AND r.Kind = 'Response'
            LEFT JOIN Worksheet a ON a.ProblemId = p.Id AND a.Kind = 'Assessment'
            WHERE p.CategoryCode = @CategoryCode AND p.Stage = 'Closed' AND p.Verdict IS NOT NULL AND p.Id <> @Id
                AND {ProblemSql.VisibleTo(actor)}
            ORDER BY p.StageSince DESC, p.Id DESC {db.Dialect.First("@Most")}
            """, new { file.Problem.CategoryCode, file.Problem.Id, ActorId = actor.PersonId, Most }, ct);
        return [.. rows.Select(row => new Lesson
        {
            Id = row.Id,
            Number = row.Number,
            Title = row.Title,
            Neighborhood = row.Neighborhood,
            ClosedAt = row.ClosedAt,
            Verdict = row.Verdict,
            VerdictText = Verdicts.Describe(row.Verdict, row.PresetTest),
            Chosen = row.Response is null ? [] : [.. JsonSerializer.Deserialize<ResponseSheet>(row.Response, Json.Options)!.Alternatives
                .Where(option => option is { Chosen: true, Description: not null }).Select(option => option.Description!)],
            Lessons = row.Assessment is null ? null : JsonSerializer.Deserialize<AssessmentSheet>(row.Assessment, Json.Options)!.Lessons,
        })];
    }
}

internal static class ReadLessonsEndpoint
{
    public static void MapReadLessons(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/lessons", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadLessons(id), ct))
        .WithName("ReadLessons").WithSummary("Read verdicts and lessons of the last closed problems of the same category");
}
