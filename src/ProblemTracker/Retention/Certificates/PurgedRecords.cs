namespace ProblemTracker.Retention;

/// <summary>A record that was purged.</summary>
internal sealed record PurgedRecord
{
    public long Certificate { get; init; }
    public string? Label { get; init; }
    public DateTimeOffset PurgedAt { get; init; }
}

/// <summary>Finds out whether a record that is missing was purged.</summary>
internal static class PurgedRecords
{
    /// <summary>A select for the problem <c>@ProblemId</c>.</summary>
    public static Task<PurgedRecord?> Find(Db db, string kind, long id, CancellationToken ct) => db.Find<PurgedRecord>("""
        SELECT c.Id AS Certificate, c.Label, c.PurgedAt FROM PurgeCertificate c WHERE c.Kind = @kind AND c.SubjectId = @id
        """, new { kind, id }, ct);
}
