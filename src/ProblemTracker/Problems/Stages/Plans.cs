using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>A plan as it was frozen when the response started, and its amendments.</summary>
public sealed record PlanDetails
{
    public int Visit { get; init; }
    public DateOnly StartedOn { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public string StartedBy { get; init; } = "";
    public string Note { get; init; } = "";
    public string Hash { get; init; } = "";
    /// <summary>False for plans of earlier rounds, which stay on record.</summary>
    public bool InForce { get; init; }
    /// <summary>When its start was undone; null for a plan that stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
    /// <summary>By the rule of its test; null without a test, before the period after is over, and if not in force.</summary>
    public Verdict? VerdictByRule { get; init; }
    public ResponseSheet Sheet { get; init; } = new();
    public IReadOnlyList<ResponseAction> Actions { get; init; } = [];
    public IReadOnlyList<AmendmentDetails> Amendments { get; init; } = [];
}

internal static class Plans
{
    internal sealed record Row
    {
        public long Id { get; init; }
        public int Visit { get; init; }
        public DateOnly StartedOn { get; init; }
        public DateTimeOffset StartedAt { get; init; }
        public string StartedBy { get; init; } = "";
        public string Note { get; init; } = "";
        public string Hash { get; init; } = "";
        public string Sheet { get; init; } = "";
        public string Actions { get; init; } = "";
        public DateTimeOffset? WithdrawnAt { get; init; }
    }

    /// <summary>Reads all plans of the problem <c>@ProblemId</c> as <see cref="Row"/>, newest first; withdrawn ones have id 0.</summary>
    public const string Select = """
        SELECT f.Id, f.Visit, f.StartedOn, f.StartedAt, COALESCE(p.Name, 'System') AS StartedBy, f.Note, f.Hash, f.Sheet, f.Actions,
            NULL AS WithdrawnAt
        FROM FrozenPlan f LEFT JOIN Person p ON p.Id = f.StartedBy WHERE f.ProblemId = @ProblemId
        UNION ALL
        SELECT 0, f.Visit, f.StartedOn, f.StartedAt, COALESCE(p.Name, 'System'), f.Note, f.Hash, f.Sheet, f.Actions, f.WithdrawnAt
        FROM WithdrawnPlan f LEFT JOIN Person p ON p.Id = f.StartedBy WHERE f.ProblemId = @ProblemId
        ORDER BY Visit DESC, WithdrawnAt
        """;

    public static PlanDetails Details(Row row, bool inForce, Verdict? byRule, IEnumerable<AmendmentDetails> amendments) => new()
    {
        Visit = row.Visit,
        StartedOn = row.StartedOn,
        StartedAt = row.StartedAt,
        StartedBy = row.StartedBy,
        Note = row.Note,
        Hash = row.Hash,
        InForce = inForce,
        VerdictByRule = inForce ? byRule : null,
        WithdrawnAt = row.WithdrawnAt,
        Sheet = JsonSerializer.Deserialize<ResponseSheet>(row.Sheet, Json.Options)!,
        Actions = JsonSerializer.Deserialize<IReadOnlyList<ResponseAction>>(row.Actions, Json.Options)!,
        Amendments = [.. amendments],
    };
}
