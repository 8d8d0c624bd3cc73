using System.Text.Json;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Closed problems of the same category, or in which a technique of this one was used, that have a verdict, newest first: what was chosen,
/// whether it helped and how much, and what the team learned.
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
    /// <summary>Techniques of this problem that were used there too.</summary>
    public IReadOnlyList<Technique> Techniques { get; init; } = [];
    /// <summary>What was measured before and after, for each objective with both.</summary>
    public IReadOnlyList<LessonEffect> Effects { get; init; } = [];

    /// <summary>Whether it helped at least partly.</summary>
    public bool Helped => Verdict is Verdict.Improved or Verdict.PartlyImproved;
}

/// <param name="PercentBetter">Positive for better, whatever the direction of the measure; null if the number before is zero.</param>
public sealed record LessonEffect(string Measure, decimal Before, decimal After, double? PercentBetter);

internal sealed class ReadLessonsHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<ReadLessons, IReadOnlyList<Lesson>>
{
    private const int Most = 10;

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

    private sealed record Used
    {
        public long ProblemId { get; init; }
        public Technique Technique { get; init; }
    }

    public async Task<IReadOnlyList<Lesson>> Handle(ReadLessons query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var techniques = file.Dossier.Actions.Select(action => action.Technique?.ToString()).OfType<string>().Distinct().ToList();
        var shares = techniques.Count == 0 ? "" : """
             OR EXISTS (SELECT 1 FROM ProblemAction d WHERE d.ProblemId = p.Id AND d.Status = 'Done' AND d.Technique IN @techniques)
            """;
        var rows = await db.List<Row>($"""
            SELECT p.Id, p.Number, p.Title, n.Name AS Neighborhood, p.ClosedAt, p.Verdict, p.PresetTest, r.Body AS Response,
                a.Body AS Assessment
            FROM Problem p
            JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN Worksheet r ON r.ProblemId = p.Id AND r.Kind = 'Response'
            LEFT JOIN Worksheet a ON a.ProblemId = p.Id AND a.Kind = 'Assessment'
            WHERE p.Stage = 'Closed' AND (p.CategoryCode = @CategoryCode{shares}) AND p.Verdict IS NOT NULL AND p.Id <> @Id
                AND {ProblemSql.VisibleTo(actor)}
            ORDER BY p.StageSince DESC, p.Id DESC {db.Dialect.First("@Most")}
            """, new { file.Problem.CategoryCode, file.Problem.Id, techniques, ActorId = actor.PersonId, Most }, ct);
        var used = techniques.Count == 0 || rows.Count == 0 ? [] : await db.List<Used>("""
            SELECT DISTINCT d.ProblemId, d.Technique FROM ProblemAction d
            WHERE d.ProblemId IN @ids AND d.Status = 'Done' AND d.Technique IN @techniques
            """, new { ids = rows.Select(row => row.Id), techniques }, ct);
        return [.. rows.Select(row => new Lesson
        {
            Id = row.Id,
            Number = row.Number,
            Title = row.Title,
            Neighborhood = row.Neighborhood,
            ClosedAt = row.ClosedAt,
            Verdict = row.Verdict,
            VerdictText = Verdicts.Describe(row.Verdict, row.PresetTest),
            Chosen = [.. (Plan(row)?.Alternatives ?? []).Where(option => option is { Chosen: true, Description: not null })
                .Select(option => option.Description!)],
            Lessons = Judged(row)?.Lessons,
            Techniques = [.. used.Where(one => one.ProblemId == row.Id).Select(one => one.Technique).Order()],
            Effects = [.. Effects(Plan(row), Judged(row))],
        })];
    }

    private static ResponseSheet? Plan(Row row) =>
        row.Response is null ? null : JsonSerializer.Deserialize<ResponseSheet>(row.Response, Json.Options);

    private static AssessmentSheet? Judged(Row row) =>
        row.Assessment is null ? null : JsonSerializer.Deserialize<AssessmentSheet>(row.Assessment, Json.Options);

    private static IEnumerable<LessonEffect> Effects(ResponseSheet? plan, AssessmentSheet? judged) =>
        from objective in plan?.Objectives ?? []
        let after = judged?.Outcomes.FirstOrDefault(outcome => outcome.ObjectiveKey == objective.Key)?.After
        where objective.Baseline is not null && after is not null
        select new LessonEffect(objective.Measure ?? "Measure", objective.Baseline!.Value, after.Value, new ObjectiveOutcome(
            objective.Direction, (double)objective.Baseline.Value, (double?)objective.Target, (double)after.Value).PercentBetter);
}

internal static class ReadLessonsEndpoint
{
    public static void MapReadLessons(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/lessons", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadLessons(id), ct))
        .WithName("ReadLessons")
        .WithSummary("Read verdicts, effects and lessons of the last closed problems of the same category or with the same techniques");
}
