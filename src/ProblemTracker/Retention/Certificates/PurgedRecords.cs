namespace ProblemTracker.Retention;

/// <summary>A record that was purged.</summary>
internal sealed record PurgedRecord
{
    public long Certificate { get; init; }
    public string? Label { get; init; }
    public DateOnly PurgedOn { get; init; }
}

/// <summary>Finds out whether a record that is missing was purged.</summary>
internal static class PurgedRecords
{
    public static Task<PurgedRecord?> Find(Db db, RecordKind kind, long id, CancellationToken ct) => db.Find<PurgedRecord>("""
        SELECT c.Id AS Certificate, c.Label, c.PurgedOn FROM PurgeCertificate c WHERE c.Kind = @Code AND c.SubjectId = @id
        """, new { kind.Code, id }, ct);
}
