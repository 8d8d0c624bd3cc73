using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>A change to a plan that was frozen: of its sheet, or of one action.</summary>
public sealed record AmendmentAnswer
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
    public string Reason { get; init; } = "";
    /// <summary>Null where the sheet itself was amended.</summary>
    public long? ActionId { get; init; }
}

internal static class Amendments
{
    public static Task Add(Db db, CaseFile file, string reason, long? actionId, object? before, object after, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("""
            INSERT INTO Amendment (ProblemId, FrozenPlanId, Reason, ActionId, BeforeJson, AfterJson, PersonId, At)
            VALUES (@ProblemId, @PlanId, @Reason, @actionId, @BeforeJson, @AfterJson, @PersonId, @now)
            """, new
        {
            ProblemId = file.Problem.Id,
            file.PlanId,
            Reason = reason.Trim(),
            actionId,
            BeforeJson = before is null ? null : JsonSerializer.Serialize(before, Json.Options),
            AfterJson = JsonSerializer.Serialize(after, Json.Options),
            file.Actor.PersonId,
            now,
        }, ct);

    public static Task<IReadOnlyList<AmendmentAnswer>> Of(Db db, long planId, CancellationToken ct) => db.List<AmendmentAnswer>("""
        SELECT a.Id, a.At, COALESCE(p.Name, 'System') AS "By", a.Reason, a.ActionId
        FROM Amendment a LEFT JOIN Person p ON p.Id = a.PersonId WHERE a.FrozenPlanId = @planId ORDER BY a.Id
        """, new { planId }, ct);
}
