namespace ProblemTracker.AuditLog;

public enum AuditFaultKind { Changed, Removed, Inserted, PurgeNotRecorded, OutsideSealMissing }

/// <summary>The first thing in the audit log that does not match the seals.</summary>
/// <param name="EntryId">Null if the entry is not known, for example because it was removed together with its seal.</param>
/// <param name="At">When the entry was written; null if it is gone.</param>
/// <param name="Sentence">What is wrong, with the entry's id and moment.</param>
public sealed record AuditFault(AuditFaultKind Kind, long? EntryId, DateTimeOffset? At, string Sentence);

/// <summary>A recorded purge.</summary>
/// <param name="EntryId">The entry that records it.</param>
/// <param name="Rows">The purged entries' ids, such as <c>12-15, 20</c>.</param>
public sealed record RecordedPurge(long EntryId, DateTimeOffset At, string Reason, int Count, string Rows);

/// <summary>What a check of the audit log found.</summary>
public sealed record AuditCheck
{
    /// <summary>Seals that are right.</summary>
    public long Checked { get; init; }
    public long? LastNumber { get; init; }
    public string? LastHash { get; init; }
    public DateTimeOffset? LastSealedAt { get; init; }
    /// <summary>Entries after the last seal.</summary>
    public long Unsealed { get; init; }
    /// <summary>In the order of the entries they purged.</summary>
    public IReadOnlyList<RecordedPurge> Purges { get; init; } = [];
    /// <summary>Null if everything is as it was sealed.</summary>
    public AuditFault? Fault { get; init; }
}
