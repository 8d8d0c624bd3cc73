using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>A change to a frozen plan: to its worksheet, or to one action.</summary>
public sealed record AmendmentDetails
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
    public string Reason { get; init; } = "";
    /// <summary>Null if the worksheet was amended.</summary>
    public long? ActionId { get; init; }
    /// <summary>The worksheet or action before the change; null if an action was added.</summary>
    public JsonElement? Before { get; init; }
    public JsonElement? After { get; init; }
}

internal static class Amendments
{
    internal sealed record Row
    {
        public long FrozenPlanId { get; init; }
        public long Id { get; init; }
        public DateTimeOffset At { get; init; }
        public string PersonName { get; init; } = "";
        public string Reason { get; init; } = "";
        public long? ActionId { get; init; }
        public string? BeforeJson { get; init; }
        public string AfterJson { get; init; } = "";
    }

    /// <summary>Reads all amendments of the problem <c>@ProblemId</c> as <see cref="Row"/>, oldest first.</summary>
    public const string Select = """
        SELECT a.FrozenPlanId, a.Id, a.At, COALESCE(p.Name, 'System') AS PersonName, a.Reason, a.ActionId, a.BeforeJson, a.AfterJson
        FROM Amendment a LEFT JOIN Person p ON p.Id = a.PersonId WHERE a.ProblemId = @ProblemId ORDER BY a.Id
        """;

    public static AmendmentDetails Details(Row row) => new()
    {
        Id = row.Id,
        At = row.At,
        By = row.PersonName,
        Reason = row.Reason,
        ActionId = row.ActionId,
        Before = row.BeforeJson is null ? null : Parse(row.BeforeJson),
        After = Parse(row.AfterJson),
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
