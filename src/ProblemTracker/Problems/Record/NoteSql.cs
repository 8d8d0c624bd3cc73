namespace ProblemTracker.Problems;

/// <summary>A note on a problem.</summary>
public sealed record NoteAnswer
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public long? PersonId { get; init; }
    /// <summary>The writer's name, or "System".</summary>
    public string Who { get; init; } = "";
    public string Text { get; init; } = "";
}

internal static class NoteSql
{
    public const string Select = """
        SELECT n.Id, n.At, n.PersonId, COALESCE(w.Name, 'System') AS Who, n.Body AS Text
        FROM ProblemNote n LEFT JOIN Person w ON w.Id = n.PersonId
        """;
}
