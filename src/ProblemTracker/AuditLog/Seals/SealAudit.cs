using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.AuditLog;

/// <summary>Seals the oldest entries that have no seal, at most <see cref="AuditSealed.MostAtOnce"/>; send it again for the rest.</summary>
[Needs(Permission.Administer)]
public sealed record SealAudit : ICommand<AuditSealed>;

/// <param name="Count">Entries sealed.</param>
/// <param name="More">Whether there may be more.</param>
public sealed record AuditSealed(int Count, bool More)
{
    /// <summary>Few enough that officers who save don't notice the transaction.</summary>
    public const int MostAtOnce = 250;
}

/// <summary>The seals worked out before the transaction.</summary>
internal sealed class SealDraft
{
    public SealRecord? Previous { get; set; }
    public IReadOnlyList<SealRecord> Seals { get; set; } = [];
    /// <summary>How many of the entries were purged already.</summary>
    public int Purged { get; set; }
}

internal sealed class SealAuditHandler(Db db, SealDraft draft, TrackerClock clock)
    : IRequestHandler<SealAudit, AuditSealed>, IPrepare<SealAudit>
{
    public async Task Prepare(SealAudit message, CancellationToken ct)
    {
        draft.Previous = await SealSql.Last(db, ct);
        // Wait for entries being written: one with a lower id that commits later would never be sealed.
        var entries = await db.List<EntryRecord>($"""
            SELECT {EntryRecord.Columns} FROM AuditEntry e {db.Dialect.WaitForWriters} WHERE e.Id > @Last
            ORDER BY e.Id {db.Dialect.First("@Take")}
            """, new { Last = draft.Previous?.AuditEntryId ?? 0, Take = AuditSealed.MostAtOnce }, ct);
        var now = clock.Real.GetUtcNow();
        var (seals, last) = (new List<SealRecord>(entries.Count), draft.Previous);
        foreach (var entry in entries) seals.Add(last = SealRecord.Of(entry, last, now));
        draft.Seals = seals;
        draft.Purged = entries.Count(entry => entry.PurgedBy is not null);
    }

    public async Task<AuditSealed> Handle(SealAudit command, CancellationToken ct)
    {
        if (draft.Seals.Count == 0) return new(0, false);
        // The setting's row is the lock: processes that seal at the same time go one after the other.
        await SettingSql.Put(db, SettingNames.LastSeal, $"{draft.Seals[^1].Number}", ct);
        var last = await SealSql.Last(db, ct);
        var purged = await db.Single<int>($"""
            SELECT COUNT(*) FROM AuditEntry e {db.Dialect.WaitForWriters}
            WHERE e.Id >= @First AND e.Id <= @Last AND e.PurgedBy IS NOT NULL
            """, new { First = draft.Seals[0].AuditEntryId, Last = draft.Seals[^1].AuditEntryId }, ct);
        // Another process sealed these entries meanwhile, or a purge deleted their text: work the seals out again.
        if (last?.Hash != draft.Previous?.Hash || purged != draft.Purged) return new(0, true);
        await db.Execute(draft.Seals.Select(made => new PendingWrite("""
            INSERT INTO AuditSeal (Number, AuditEntryId, SealedAt, Salt, PayloadDigest, Hash)
            VALUES (@Number, @AuditEntryId, @SealedAt, @Salt, @PayloadDigest, @Hash)
            """, made)), ct);
        return new(draft.Seals.Count, draft.Seals.Count == AuditSealed.MostAtOnce);
    }
}
