using System.Globalization;
using MediatR;

namespace ProblemTracker.AuditLog;

/// <summary>Checks the whole audit log against its seals, and stops at the first fault.</summary>
/// <param name="OutsideSeals">Hashes that were kept outside, such as in the daily emails. Each must be in the chain.</param>
[Needs(Permission.Administer)]
public sealed record VerifyAudit(IReadOnlyCollection<string> OutsideSeals) : IQuery<AuditCheck>;

internal sealed class VerifyAuditHandler(Db db) : IRequestHandler<VerifyAudit, AuditCheck>
{
    /// <summary>Entries in memory at a time.</summary>
    private const int MostAtOnce = 500;

    private sealed record Row(SealRecord Seal, EntryRecord? Entry);

    private readonly Dictionary<long, (EntryRecord Entry, AuditPurge.Purged Record)> _purges = [];
    private SealRecord? _last;

    public async Task<AuditCheck> Handle(VerifyAudit query, CancellationToken ct)
    {
        var outside = query.OutsideSeals.ToHashSet(StringComparer.OrdinalIgnoreCase);
        AuditFault? fault = null;
        while (fault is null && await Read(ct) is { Count: > 0 } rows)
        {
            var inserted = await Inserted(_last?.AuditEntryId ?? long.MinValue, rows.Max(row => row.Seal.AuditEntryId), ct);
            foreach (var row in rows)
            {
                fault = inserted?.Id < row.Seal.AuditEntryId
                    ? Of(AuditFaultKind.Inserted, inserted, "was inserted: later entries are sealed, but it is not.")
                    : await Check(row, ct);
                if (fault is not null) break;
                _last = row.Seal;
                outside.Remove(row.Seal.Hash);
            }
        }
        if (fault is null && outside.Count > 0)
            fault = new(AuditFaultKind.OutsideSealMissing, null, null,
                $"The seal {outside.Order(StringComparer.Ordinal).First()} that was kept outside is not in the chain: entries were removed "
                    + "from the end, or the chain was written again.");
        return new()
        {
            Checked = _last?.Number ?? 0,
            LastNumber = _last?.Number,
            LastHash = _last?.Hash,
            LastSealedAt = _last?.SealedAt,
            Unsealed = await db.Single<long>(
                "SELECT COUNT(*) FROM AuditEntry e WHERE e.Id > (SELECT COALESCE(MAX(s.AuditEntryId), 0) FROM AuditSeal s)", null, ct),
            Purges = [.. _purges.Values.Select(purge =>
                new RecordedPurge(purge.Entry.Id, purge.Entry.At, purge.Record.Reason, purge.Record.Count, purge.Record.Rows))],
            Fault = fault,
        };
    }

    /// <summary>The next seals with their entries, read in one statement, so that a purge meanwhile shows in both or in neither.</summary>
    private async Task<List<Row>> Read(CancellationToken ct)
    {
        var rows = await db.List<Joined>($"""
            SELECT {SealRecord.Columns}, {EntryRecord.Columns} FROM AuditSeal s LEFT JOIN AuditEntry e ON e.Id = s.AuditEntryId
            WHERE s.Number > @Last ORDER BY s.Number {db.Dialect.First("@Take")}
            """, new { Last = _last?.Number ?? 0, Take = MostAtOnce }, ct);
        return [.. rows.Select(row => row.Split())];
    }

    /// <summary>The first entry without a seal among sealed ones.</summary>
    private Task<EntryRecord?> Inserted(long after, long upTo, CancellationToken ct) => db.Find<EntryRecord>($"""
        SELECT {EntryRecord.Columns} FROM AuditEntry e
        WHERE e.Id > @after AND e.Id <= @upTo AND NOT EXISTS (SELECT 1 FROM AuditSeal s WHERE s.AuditEntryId = e.Id)
        ORDER BY e.Id {db.Dialect.First("@Take")}
        """, new { after, upTo, Take = 1 }, ct);

    private async Task<AuditFault?> Check(Row row, CancellationToken ct)
    {
        var (made, entry) = (row.Seal, row.Entry);
        var (number, previous) = ((_last?.Number ?? 0) + 1, _last?.Hash ?? AuditChain.Beginning);
        if (made.Number != number)
            return new(AuditFaultKind.Removed, null, null,
                $"Seal {number} is missing: an entry {Between(made)} was removed together with its seal.");
        if (entry is null)
            return new(AuditFaultKind.Removed, made.AuditEntryId, null,
                $"Entry {made.AuditEntryId} was removed. It was sealed on {Moment(made.SealedAt)}.");
        if (made.Salt is { } salt ? AuditChain.Digest(salt, entry.Payload) != made.PayloadDigest : !entry.Payload.IsEmpty)
            return Of(AuditFaultKind.Changed, entry, entry.Payload.IsEmpty ? "was changed: its text was deleted without a purge."
                : "was changed: its text does not match its seal.");
        if (AuditChain.Hash(previous, number, made.SealedAt, entry.Fields, made.PayloadDigest) != made.Hash)
            return Of(AuditFaultKind.Changed, entry,
                "was changed, or its seal was: who, what, when or about what does not match the chain.");
        return made.Salt is not null && entry.PurgedBy is null || await IsRecorded(entry, ct) ? null
            : Of(AuditFaultKind.PurgeNotRecorded, entry, "was purged, but no entry records that purge.");
    }

    private async Task<bool> IsRecorded(EntryRecord purged, CancellationToken ct)
    {
        if (purged.PurgedBy is not { } id) return false;
        if (!_purges.TryGetValue(id, out var purge))
        {
            var entry = await db.Find<EntryRecord>($"SELECT {EntryRecord.Columns} FROM AuditEntry e WHERE e.Id = @id AND e.Event = @Event",
                new { id, AuditPurge.Event }, ct);
            if (entry is null || AuditPurge.Purged.Read(entry.AfterJson) is not { } record) return false;
            _purges[id] = purge = (entry, record);
        }
        return purge.Record.Includes(purged.Id);
    }

    private string Between(SealRecord next) =>
        _last is null ? $"before entry {next.AuditEntryId}" : $"after entry {_last.AuditEntryId} and before entry {next.AuditEntryId}";

    private static AuditFault Of(AuditFaultKind kind, EntryRecord entry, string what) =>
        new(kind, entry.Id, entry.At, $"Entry {entry.Id} of {Moment(entry.At)} ({entry.Event}) {what}");

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private sealed record Joined
    {
        public long Number { get; init; }
        public long AuditEntryId { get; init; }
        public DateTimeOffset SealedAt { get; init; }
        public string? Salt { get; init; }
        public string PayloadDigest { get; init; } = "";
        public string Hash { get; init; } = "";
        public long? Id { get; init; }
        public DateTimeOffset? At { get; init; }
        public long? PersonId { get; init; }
        public string? Event { get; init; }
        public long? ProblemId { get; init; }
        public string? SubjectId { get; init; }
        public string? Origin { get; init; }
        public string? Summary { get; init; }
        public string? BeforeJson { get; init; }
        public string? AfterJson { get; init; }
        public long? PurgedBy { get; init; }

        public Row Split() => new(
            new()
            {
                Number = Number,
                AuditEntryId = AuditEntryId,
                SealedAt = SealedAt,
                Salt = Salt,
                PayloadDigest = PayloadDigest,
                Hash = Hash,
            },
            Id is not { } id ? null : new()
            {
                Id = id,
                At = At!.Value,
                PersonId = PersonId,
                Event = Event!,
                ProblemId = ProblemId,
                SubjectId = SubjectId,
                Origin = Origin!,
                Summary = Summary,
                BeforeJson = BeforeJson,
                AfterJson = AfterJson,
                PurgedBy = PurgedBy,
            });
    }
}
