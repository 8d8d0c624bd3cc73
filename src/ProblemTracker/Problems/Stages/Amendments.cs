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
    /// <summary>The sheet or action before; null where an action was added.</summary>
    public JsonElement? Before { get; init; }
    public JsonElement? After { get; init; }
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

    private sealed record Row
    {
        public long Id { get; init; }
        public DateTimeOffset At { get; init; }
        public string PersonName { get; init; } = "";
        public string Reason { get; init; } = "";
        public long? ActionId { get; init; }
        public string? BeforeJson { get; init; }
        public string AfterJson { get; init; } = "";
    }

    public static async Task<IReadOnlyList<AmendmentAnswer>> Of(Db db, long planId, CancellationToken ct) =>
        [.. (await db.List<Row>("""
            SELECT a.Id, a.At, COALESCE(p.Name, 'System') AS PersonName, a.Reason, a.ActionId, a.BeforeJson, a.AfterJson
            FROM Amendment a LEFT JOIN Person p ON p.Id = a.PersonId WHERE a.FrozenPlanId = @planId ORDER BY a.Id
            """, new { planId }, ct)).Select(row => new AmendmentAnswer
        {
            Id = row.Id,
            At = row.At,
            By = row.PersonName,
            Reason = row.Reason,
            ActionId = row.ActionId,
            Before = row.BeforeJson is null ? null : Parse(row.BeforeJson),
            After = Parse(row.AfterJson),
        })];

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
