using System.Text.Json.Serialization;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>What units do at a place in the time that calls leave.</summary>
public sealed record TaskDetails : IVersioned
{
    public long Id { get; init; }
    /// <summary>Null without a problem, or if the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    /// <summary>The action of the response plan that it carries out; null for a follow-up.</summary>
    public long? ActionId { get; init; }
    public string? Action { get; init; }
    public string Title { get; init; } = "";
    public string? Instructions { get; init; }
    public string Place { get; init; } = "";
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>Of one visit.</summary>
    public int Minutes { get; init; }
    public int TimesPerWeek { get; init; }
    public IReadOnlyList<DayOfWeek> Weekdays => [.. Days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>)];
    /// <summary>Local times between which a visit begins and ends; over midnight if the last is before the first.</summary>
    public TimeOnly From => TimeOnly.MinValue.AddMinutes(FromMinute);
    public TimeOnly To => TimeOnly.MinValue.AddMinutes(ToMinute);
    public string? Qualification { get; init; }
    public TaskPriority Priority { get; init; }
    public DateOnly FirstOn { get; init; }
    public DateOnly? LastOn { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Whether weeks are planned for it now. A task of an action waits for the start of the response.</summary>
    public bool IsWanted { get; init; }
    /// <summary>Visits made so far.</summary>
    public int Done { get; init; }
    public int Version { get; init; }

    [JsonIgnore] public string Days { get; init; } = "";
    [JsonIgnore] public int FromMinute { get; init; }
    [JsonIgnore] public int ToMinute { get; init; }
    /// <summary>Whether it is about a problem, if a hidden one too.</summary>
    [JsonIgnore] public bool IsOfProblem { get; init; }
}

/// <summary>SQL about <c>t</c> (DirectedTask) that the slices share.</summary>
internal static class TaskSql
{
    /// <summary>
    /// It has not ended, and, if it carries out an action, the response has started and the action is still planned: patrols before the
    /// start would blur what was before.
    /// </summary>
    public const string IsWanted = """
        t.EndedAt IS NULL AND (t.ActionId IS NULL OR EXISTS (
            SELECT 1 FROM ProblemAction a JOIN Problem q ON q.Id = a.ProblemId
            WHERE a.Id = t.ActionId AND a.Status = 'Planned' AND q.Stage <> 'Closed' AND (a.UrgentSafetyMeasure = 1 OR EXISTS (
                SELECT 1 FROM FrozenPlan f WHERE f.ProblemId = q.Id AND f.Visit = q.Visit))))
        """;

    public const string Columns = $"""
        t.Id, p.Id AS ProblemId, p.Number AS ProblemNumber, x.Id AS ActionId, x.Description AS Action, t.Title, t.Instructions, t.Place,
        t.Latitude, t.Longitude, t.Minutes, t.TimesPerWeek, t.Weekdays AS Days, t.FromMinute, t.ToMinute, t.Qualification, t.Priority,
        t.FirstOn, t.LastOn, t.EndedAt, t.Version, IIF({IsWanted}, 1, 0) AS IsWanted, IIF(t.ProblemId IS NULL, 0, 1) AS IsOfProblem,
        (SELECT COUNT(*) FROM PatrolVisit v WHERE v.TaskId = t.Id AND v.Outcome = 'Done') AS Done
        """;

    /// <summary>A problem that the reader can't view stays out.</summary>
    public static string Names(Actor actor) => $"""
        LEFT JOIN Problem p ON p.Id = t.ProblemId AND {ProblemSql.VisibleTo(actor)}
        LEFT JOIN ProblemAction x ON x.Id = t.ActionId AND x.ProblemId = p.Id
        """;

    /// <exception cref="NotFound">There is no such task.</exception>
    public static async Task<TaskDetails> Read(Db db, Actor actor, long id, CancellationToken ct) =>
        await db.Find<TaskDetails>($"SELECT {Columns} FROM DirectedTask t {Names(actor)} WHERE t.Id = @id",
            new { id, ActorId = actor.PersonId }, ct) ?? throw new NotFound();

    /// <summary>What the audit keeps.</summary>
    public static object Facts(TaskDetails task) => new
    {
        task.Title,
        task.Place,
        task.Minutes,
        task.TimesPerWeek,
        task.Weekdays,
        task.From,
        task.To,
        task.Qualification,
        task.Priority,
        task.FirstOn,
        task.LastOn,
        task.EndedAt,
    };
}
