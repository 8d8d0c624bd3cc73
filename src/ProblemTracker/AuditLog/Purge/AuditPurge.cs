using System.Text.Json;

namespace ProblemTracker.AuditLog;

/// <summary>
/// Deletes the text of audit entries for retention and erasure. Their fixed fields, digest and seal stay, so that the chain still proves
/// who did what and when; the salt goes, so that nobody can find out the text from the digest.
/// </summary>
internal static class AuditPurge
{
    public const string Event = "audit.purged";

    /// <summary>Ids in one statement, and in the record of one purge.</summary>
    private const int MostInRecord = 500;

    /// <summary>What the entry that records a purge says.</summary>
    /// <param name="Rows">The purged entries' ids, ascending, such as <c>12-15, 20</c>.</param>
    internal sealed record Purged(string Reason, int Count, string Rows)
    {
        public static Purged? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Purged>(json, Json.Options);

        public bool Includes(long id) => Rows.Split(", ").Select(range => range.Split('-'))
            .Any(range => long.TryParse(range[0], out var first) && long.TryParse(range[^1], out var last) && id >= first && id <= last);
    }

    /// <summary>Purges entries in the caller's transaction. Skips those already purged and the records of purges.</summary>
    /// <param name="reason">Why, for everyone who reads the audit; it must not name the person whose data is deleted.</param>
    /// <returns>The number of entries purged.</returns>
    public static async Task<int> Purge(
        Db db, Actor actor, DateTimeOffset now, IReadOnlyCollection<long> ids, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!db.IsWriting) throw new InvalidOperationException("Purge audit entries in the transaction that deletes the data.");
        var count = 0;
        foreach (var some in ids.Distinct().Order().Chunk(MostInRecord))
        {
            var rows = await db.List<long>("""
                SELECT e.Id FROM AuditEntry e WHERE e.Id IN @some AND e.PurgedBy IS NULL AND e.Event <> @Event ORDER BY e.Id
                """, new { some, Event }, ct);
            if (rows.Count == 0) continue;
            var record = Audit.Entry(actor, now, Event, null, null, null, null, new Purged(reason, rows.Count, Ranges(rows)));
            var purgedBy = await db.Insert(record.Sql, record.Args, ct);
            await db.Execute([
                new("""
                    UPDATE AuditEntry SET Origin = '', Summary = NULL, BeforeJson = NULL, AfterJson = NULL, PurgedBy = @purgedBy
                    WHERE Id IN @rows
                    """, new { rows, purgedBy }),
                new("UPDATE AuditSeal SET Salt = NULL WHERE AuditEntryId IN @rows", new { rows }),
            ], ct);
            count += rows.Count;
        }
        return count;
    }

    /// <summary>Ids as they are recorded, such as <c>12-15, 20</c>.</summary>
    /// <param name="ids">Ascending.</param>
    public static string Ranges(IReadOnlyList<long> ids)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var id in ids)
            if (ranges.Count > 0 && ranges[^1].Last == id - 1) ranges[^1] = (ranges[^1].First, id);
            else ranges.Add((id, id));
        return string.Join(", ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }
}
