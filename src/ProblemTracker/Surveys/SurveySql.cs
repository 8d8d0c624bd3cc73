using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Surveys;

/// <summary>SQL about <c>s</c> (Survey), <c>w</c> (SurveyWave) and <c>i</c> (SurveyInvitation) that the slices share.</summary>
internal static class SurveySql
{
    /// <summary>The day that an invitation has until it is used. As long as any other, so that SQLite overwrites it where it is.</summary>
    public static readonly DateOnly Unused = DateOnly.MaxValue;

    /// <summary>A condition on <c>w</c> with the parameter <c>@today</c>: it can be answered.</summary>
    public const string IsOpen = "(w.ClosedOn IS NULL AND w.OpensOn <= @today AND w.ClosesOn >= @today)";

    /// <summary>Surveys of a neighborhood, and those of a problem that the actor can view. Its parameter is <c>@ActorId</c>.</summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential ? "1 = 1"
        : $"(s.ProblemId IS NULL OR EXISTS (SELECT 1 FROM Problem p WHERE p.Id = s.ProblemId AND {ProblemSql.VisibleTo(actor)}))";

    public static IReadOnlyList<SurveyQuestion> Questions(string json) =>
        JsonSerializer.Deserialize<IReadOnlyList<SurveyQuestion>>(json, Json.Options)!;

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Options);

    /// <summary>Answers by the question's key.</summary>
    public static IReadOnlyDictionary<string, int> Answers(string json) => JsonSerializer.Deserialize<Dictionary<string, int>>(json)!;
}

/// <summary>A survey that a command works on.</summary>
internal sealed record TakenSurvey
{
    public long Id { get; init; }
    public string Title { get; init; } = "";
    public long? ProblemId { get; init; }
    public bool IsLocked { get; init; }
    public int Version { get; init; }

    /// <summary>The problem that it is for, locked; null for a neighborhood's.</summary>
    public CaseFile? File { get; init; }
}

/// <summary>A wave that a command works on.</summary>
internal sealed record TakenWave
{
    public long Id { get; init; }
    public SurveyPhase Phase { get; init; }
    public SurveyArea Area { get; init; }
    public string Place { get; init; } = "";
    public DateOnly OpensOn { get; init; }
    public DateOnly ClosesOn { get; init; }
    public DateOnly? ClosedOn { get; init; }

    public string InWords => $"{Wording.Of(Phase)}, {Wording.Of(Area).ToLowerInvariant()} ({Place})";
}

/// <summary>Takes surveys to change them, and records what was done.</summary>
internal sealed class SurveyWork(Db db, Actor actor, CaseFiles files, AgencySettings agency, TimeProvider clock)
{
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    /// <exception cref="Forbidden">It is for a problem that the actor may not work on.</exception>
    public async Task<TakenSurvey> Take(long surveyId, CancellationToken ct)
    {
        var survey = await db.Find<TakenSurvey>($"""
            SELECT s.Id, s.Title, s.ProblemId, s.IsLocked, s.Version FROM Survey s WHERE s.Id = @surveyId AND {SurveySql.VisibleTo(actor)}
            """, new { surveyId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        return survey with { File = await TakeProblem(survey.ProblemId, ct) };
    }

    /// <summary>Takes the problem that a survey is for, to be saved by <see cref="Record"/>; null without one.</summary>
    public async Task<CaseFile?> TakeProblem(long? problemId, CancellationToken ct) =>
        problemId is { } id ? await files.Take(id, Permission.WorkEvidence, ct) : null;

    /// <exception cref="NotFound">The survey has no such wave.</exception>
    /// <exception cref="RuleBroken">It is closed.</exception>
    public async Task<TakenWave> TakeOpen(long surveyId, long waveId, CancellationToken ct)
    {
        // Locks the row, so that it isn't closed meanwhile.
        await db.Execute("UPDATE SurveyWave SET Version = Version + 1 WHERE Id = @waveId AND SurveyId = @surveyId",
            new { waveId, surveyId }, ct);
        var wave = await db.Find<TakenWave>("""
            SELECT w.Id, w.Phase, w.Area, w.Place, w.OpensOn, w.ClosesOn, w.ClosedOn FROM SurveyWave w
            WHERE w.Id = @waveId AND w.SurveyId = @surveyId
            """, new { waveId, surveyId }, ct) ?? throw new NotFound();
        var today = await agency.Today(ct);
        return wave.ClosedOn is null && wave.ClosesOn >= today ? wave : throw new RuleBroken("survey.wave.closed",
            "This wave is closed, so it takes no more answers. Add another wave.", "closesOn");
    }

    /// <summary>Records it in the audit log; for a survey of a problem also in the problem's timeline.</summary>
    public async Task Record(TakenSurvey survey, string auditEvent, string summary, object? after, CancellationToken ct)
    {
        if (survey.File is { } file)
        {
            file.Record(auditEvent, survey.Id, summary, null, after);
            await files.Save(file, ct);
        }
        else await db.Record(actor, clock.GetUtcNow(), auditEvent, null, survey.Id, summary, null, after, ct);
    }
}
