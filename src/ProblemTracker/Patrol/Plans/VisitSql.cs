using System.Text.Json.Serialization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Patrol;

/// <summary>A visit of a unit for a directed task.</summary>
public sealed record VisitDetails : IVersioned
{
    public long Id { get; init; }
    public long TaskId { get; init; }
    public string Title { get; init; } = "";
    public string? Instructions { get; init; }
    public string Place { get; init; } = "";
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public TaskPriority Priority { get; init; }
    /// <summary>Null without a problem, or if the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public long UnitId { get; init; }
    public string Unit { get; init; } = "";
    public bool TakesNoCalls { get; init; }
    public DateOnly WeekOf { get; init; }
    public DateOnly LocalDate { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    /// <summary>False for a visit that was made without a plan.</summary>
    public bool IsPlanned { get; init; }
    /// <summary>Whether planning again leaves it where it is.</summary>
    public bool IsFixed { get; init; }
    /// <summary>How likely calls leave the unit free then, 0 to 1; null if it was placed by hand.</summary>
    public double? Chance { get; init; }
    /// <summary>Past hours at this beat, weekday and hour that the chance is from; with 0, from the same hour of all days.</summary>
    public int? ChanceOf { get; init; }
    public VisitOutcome? Outcome { get; init; }
    public int? DoneMinutes { get; init; }
    public string? Note { get; init; }
    public string? RecordedBy { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
    public int Version { get; init; }

    [JsonIgnore] public int Minutes => (int)(EndsAt - StartsAt).TotalMinutes;
    [JsonIgnore] public PlanPlace? At => Latitude is { } latitude && Longitude is { } longitude ? new(latitude, longitude) : null;
}

/// <summary>SQL about <c>v</c> (PatrolVisit) that the slices share.</summary>
internal static class VisitSql
{
    public static string Select(Actor actor) => $"""
        SELECT v.Id, v.TaskId, t.Title, t.Instructions, t.Place, t.Latitude, t.Longitude, t.Priority, p.Id AS ProblemId,
            p.Number AS ProblemNumber, v.UnitId, u.Name AS Unit, u.TakesNoCalls, v.WeekOf, v.LocalDate, v.StartsAt, v.EndsAt, v.IsPlanned,
            v.IsFixed, v.Chance, v.ChanceOf, v.Outcome, v.DoneMinutes, v.Note, w.Name AS RecordedBy, v.RecordedAt, v.Version
        FROM PatrolVisit v JOIN DirectedTask t ON t.Id = v.TaskId JOIN PatrolUnit u ON u.Id = v.UnitId
            {TaskSql.Names(actor)} LEFT JOIN Person w ON w.Id = v.RecordedBy
        """;

    public static Task<IReadOnlyList<VisitDetails>> OfWeek(Db db, Actor actor, DateOnly weekOf, CancellationToken ct) =>
        db.List<VisitDetails>($"{Select(actor)} WHERE v.WeekOf = @weekOf ORDER BY v.StartsAt, v.Id",
            new { weekOf, ActorId = actor.PersonId }, ct);

    /// <exception cref="NotFound">There is no such visit.</exception>
    public static async Task<VisitDetails> Read(Db db, Actor actor, long id, CancellationToken ct) =>
        await db.Find<VisitDetails>($"{Select(actor)} WHERE v.Id = @id", new { id, ActorId = actor.PersonId }, ct) ?? throw new NotFound();

    public const string Insert = """
        INSERT INTO PatrolVisit (TaskId, UnitId, WeekOf, LocalDate, StartsAt, EndsAt, IsPlanned, IsFixed, Chance, ChanceOf, Outcome,
            DoneMinutes, Note, RecordedBy, RecordedAt)
        VALUES (@TaskId, @UnitId, @WeekOf, @LocalDate, @StartsAt, @EndsAt, @IsPlanned, @IsFixed, @Chance, @ChanceOf, @Outcome, @DoneMinutes,
            @Note, @RecordedBy, @RecordedAt)
        """;

    /// <summary>A row of <see cref="Insert"/>.</summary>
    public sealed record Row
    {
        public long TaskId { get; init; }
        public long UnitId { get; init; }
        public DateOnly WeekOf { get; init; }
        public DateOnly LocalDate { get; init; }
        public DateTimeOffset StartsAt { get; init; }
        public DateTimeOffset EndsAt { get; init; }
        public bool IsPlanned { get; init; } = true;
        public bool IsFixed { get; init; }
        public double? Chance { get; init; }
        public int? ChanceOf { get; init; }
        public string? Outcome { get; init; }
        public int? DoneMinutes { get; init; }
        public string? Note { get; init; }
        public long? RecordedBy { get; init; }
        public DateTimeOffset? RecordedAt { get; init; }
    }

    /// <summary>What the audit keeps.</summary>
    public static object Facts(VisitDetails visit) => new
    {
        visit.Title,
        visit.Unit,
        visit.StartsAt,
        visit.EndsAt,
        visit.IsFixed,
        visit.Outcome,
        visit.DoneMinutes,
        visit.Note,
    };
}
