namespace ProblemTracker.AuditLog;

/// <summary>An entry of the audit log as stored.</summary>
internal sealed record EntryRecord
{
    /// <summary>The columns of <c>e</c> (AuditEntry) that fill this record.</summary>
    public const string Columns = """
        e.Id, e.At, e.PersonId, e.Event, e.ProblemId, e.SubjectId, e.Origin, e.Summary, e.BeforeJson, e.AfterJson, e.PurgedBy
        """;

    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public long? PersonId { get; init; }
    public string Event { get; init; } = "";
    public long? ProblemId { get; init; }
    public string? SubjectId { get; init; }
    public string Origin { get; init; } = "";
    public string? Summary { get; init; }
    public string? BeforeJson { get; init; }
    public string? AfterJson { get; init; }
    /// <summary>The entry that records the purge of this one; null if it was not purged.</summary>
    public long? PurgedBy { get; init; }

    public AuditFields Fields => new(Id, At, PersonId, Event, ProblemId, SubjectId);

    public AuditPayload Payload => new(Origin, Summary, BeforeJson, AfterJson);
}

/// <summary>A seal as stored.</summary>
internal sealed record SealRecord
{
    public const string Columns = "s.Number, s.AuditEntryId, s.SealedAt, s.Salt, s.PayloadDigest, s.Hash";

    public long Number { get; init; }
    public long AuditEntryId { get; init; }
    public DateTimeOffset SealedAt { get; init; }
    /// <summary>Null after a purge.</summary>
    public string? Salt { get; init; }
    public string PayloadDigest { get; init; } = "";
    public string Hash { get; init; } = "";

    /// <summary>Seals an entry.</summary>
    /// <param name="previous">The seal before; null for the first.</param>
    public static SealRecord Of(EntryRecord entry, SealRecord? previous, DateTimeOffset now)
    {
        var (number, salt) = ((previous?.Number ?? 0) + 1, AuditChain.NewSalt());
        var digest = AuditChain.Digest(salt, entry.Payload);
        return new()
        {
            Number = number,
            AuditEntryId = entry.Id,
            SealedAt = now,
            Salt = salt,
            PayloadDigest = digest,
            Hash = AuditChain.Hash(previous?.Hash ?? AuditChain.Beginning, number, now, entry.Fields, digest),
        };
    }
}

internal static class SealSql
{
    /// <returns>Null before the first seal.</returns>
    public static Task<SealRecord?> Last(Db db, CancellationToken ct) => db.Find<SealRecord>(
        $"SELECT {SealRecord.Columns} FROM AuditSeal s ORDER BY s.Number DESC {db.Dialect.First("@Take")}", new { Take = 1 }, ct);
}
