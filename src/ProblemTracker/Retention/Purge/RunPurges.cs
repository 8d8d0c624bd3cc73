using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.AuditLog;

namespace ProblemTracker.Retention;

/// <summary>
/// Executes the oldest approved purge, or several small records of one kind at once, in one transaction. Files are listed and deleted
/// afterward by <see cref="DeletePurgedFiles"/>. Send it again while there are more.
/// </summary>
[Needs(Permission.Administer)]
public sealed record RunPurge : ICommand<PurgeRun>;

/// <param name="Certificate">Number of the certificate; null if nothing was purged.</param>
/// <param name="More">Whether there may be more.</param>
public sealed record PurgeRun(long? Certificate, bool More);

/// <summary>A file or picture as it was before its deletion.</summary>
/// <param name="Name">Its folder and name, or a picture's table and id.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record PurgedFileDetails(string Name, string Sha256);

internal sealed class RunPurgeHandler(Db db, Actor actor, Schedules schedules, AgencySettings agency, TrackerOptions options,
    TimeProvider clock)
    : IRequestHandler<RunPurge, PurgeRun>
{
    private sealed record Decision
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public long SubjectId { get; init; }
        public long? ProposedBy { get; init; }
        public DateTimeOffset ProposedAt { get; init; }
        public long? ApprovedBy { get; init; }
        public DateTimeOffset ApprovedAt { get; init; }
    }

    private sealed record FileRow
    {
        public string Folder { get; init; } = "";
        public string Name { get; init; } = "";
    }

    private sealed record PictureRow
    {
        public string Name { get; init; } = "";
        public byte[] Content { get; init; } = [];
    }

    public async Task<PurgeRun> Handle(RunPurge command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await LegalHolds.Lock(db, now, ct);
        var oldest = await Approved("d.State = 'Approved'", null, 1, ct);
        if (oldest.Count == 0) return new(null, false);
        var kind = schedules.Kind(oldest[0].Kind);
        var together = kind.AtOnce == 1 ? oldest : await Approved("""
            d.State = 'Approved' AND d.Kind = @Kind AND COALESCE(d.ProposedBy, 0) = COALESCE(@ProposedBy, 0)
                AND COALESCE(d.ApprovedBy, 0) = COALESCE(@ApprovedBy, 0)
            """, oldest[0], kind.AtOnce, ct);
        var schedule = await schedules.Read(ct);
        var free = await Free(kind, schedule, together, ct);
        foreach (var stopped in together.Where(decision => !free.Contains(decision.SubjectId))) await Stop(kind, stopped, now, ct);
        var purged = together.Where(decision => free.Contains(decision.SubjectId)).ToList();
        return new(purged.Count == 0 ? null : await Purge(kind, schedule, purged, now, ct), true);
    }

    private Task<IReadOnlyList<Decision>> Approved(string condition, Decision? like, int most, CancellationToken ct) =>
        db.List<Decision>($"""
            SELECT d.Id, d.Kind, d.SubjectId, d.ProposedBy, d.ProposedAt, d.ApprovedBy, d.ApprovedAt FROM RetentionDecision d
            WHERE {condition} ORDER BY d.Id {db.Dialect.First("@most")}
            """, new { like?.Kind, like?.ProposedBy, like?.ApprovedBy, most }, ct);

    /// <summary>
    /// The records that are still due, and that no legal hold covers or covered at any moment since the approval. What was approved before
    /// someone had a reason to preserve it must be looked at again.
    /// </summary>
    private async Task<HashSet<long>> Free(
        RecordKind kind, RetentionSchedule schedule, IReadOnlyList<Decision> decisions, CancellationToken ct) =>
        await schedules.Before(schedule, kind.Code, ct) is not { } before ? [] : [.. await db.List<long>($"""
            SELECT {kind.Id} FROM {kind.From} JOIN RetentionDecision d ON d.Kind = @Code AND d.SubjectId = {kind.Id}
            WHERE {kind.Id} IN @Ids AND {kind.IsDue} AND NOT EXISTS (
                SELECT 1 FROM LegalHold h WHERE (h.EndedAt IS NULL OR h.EndedAt >= d.ApprovedAt) AND {kind.IsCovered})
            """, new { kind.Code, Ids = decisions.Select(d => d.SubjectId), Before = before }, ct)];

    private async Task Stop(RecordKind kind, Decision decision, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("UPDATE RetentionDecision SET State = 'Stopped' WHERE Id = @Id", new { decision.Id }, ct);
        await db.Record(actor, now, "retention.stopped", kind.IsProblem ? decision.SubjectId : null, $"{kind.Code}:{decision.SubjectId}",
            null, null, null, ct);
    }

    private async Task<long> Purge(
        RecordKind kind, RetentionSchedule schedule, IReadOnlyList<Decision> decisions, DateTimeOffset now, CancellationToken ct)
    {
        var ids = decisions.Select(decision => decision.SubjectId).Order().ToList();
        var first = decisions[0];
        var label = ids.Count > 1 ? null
            : await db.Single<string?>($"SELECT {kind.Label} FROM {kind.From} WHERE {kind.Id} IN @Ids", new { Ids = ids }, ct);
        var certificate = await db.Insert("""
            INSERT INTO PurgeCertificate (Kind, SubjectId, Label, Subjects, Records, Counts, Files, AuditTexts, Years, Reference,
                ProposedBy, ProposedAt, ApprovedBy, ApprovedAt, PurgedOn, PurgedAt)
            VALUES (@Code, @SubjectId, @label, @Subjects, @Records, '[]', '[]', 0, @Years, @Reference, @ProposedBy, @ProposedAt,
                @ApprovedBy, @ApprovedAt, @Today, @now)
            """, new
        {
            kind.Code,
            SubjectId = kind.AtOnce == 1 ? ids[0] : (long?)null,
            label,
            Subjects = AuditPurge.Ranges(ids),
            Records = ids.Count,
            Years = schedule.YearsOf(kind.Code),
            schedule.Reference,
            first.ProposedBy,
            ProposedAt = decisions.Max(d => d.ProposedAt),
            first.ApprovedBy,
            ApprovedAt = decisions.Max(d => d.ApprovedAt),
            Today = await agency.Today(ct),
            now,
        }, ct);
        var files = await ListFiles(kind, ids, certificate, ct);
        var texts = kind.AuditEntries is not { } entries ? 0
            : await AuditPurge.Purge(db, actor, now, await db.List<long>(entries, new { Ids = ids }, ct),
                $"Retention, certificate {certificate}", ct);
        var counts = new List<PurgedRows>();
        foreach (var part in kind.Parts)
            if (await Delete(part, ids, ct) is > 0 and var rows) counts.Add(new(part.TableName, rows));
        await db.Execute("DELETE FROM RetentionDecision WHERE Id IN @Done", new { Done = decisions.Select(d => d.Id) }, ct);
        var record = Audit.Entry(actor, now, "retention.purged", null, certificate, null, null,
            new { Kind = kind.Code, Ids = AuditPurge.Ranges(ids), Records = ids.Count, AuditTexts = texts });
        var entry = await db.Insert(record.Sql, record.Args, ct);
        await db.Execute("""
            UPDATE PurgeCertificate SET Counts = @Counts, Files = @Files, AuditTexts = @texts, AuditEntryId = @entry WHERE Id = @certificate
            """, new
        {
            Counts = JsonSerializer.Serialize(counts, Json.Options),
            Files = JsonSerializer.Serialize(files, Json.Options),
            texts,
            entry,
            certificate,
        }, ct);
        return certificate;
    }

    private Task<int> Delete(RecordPart part, IReadOnlyList<long> ids, CancellationToken ct) =>
        db.Execute($"DELETE FROM {part.TableName} WHERE {part.Where("IN @Ids")}", new { Ids = ids }, ct);

    /// <summary>Lists the files to delete after the commit, and hashes them and the pictures in tables.</summary>
    private async Task<IReadOnlyList<PurgedFileDetails>> ListFiles(
        RecordKind kind, IReadOnlyList<long> ids, long certificate, CancellationToken ct)
    {
        var details = new List<PurgedFileDetails>();
        if (kind.Pictures is { } pictures)
            foreach (var picture in await db.List<PictureRow>(pictures, new { Ids = ids }, ct))
                details.Add(new(picture.Name, Convert.ToHexStringLower(SHA256.HashData(picture.Content))));
        if (kind.Files is not { } files) return details;
        foreach (var file in await db.List<FileRow>(files, new { Ids = ids }, ct))
        {
            if (PurgedFiles.PathOf(options, file.Folder, file.Name) is not { } path || !File.Exists(path)) continue;
            await using (var content = File.OpenRead(path))
                details.Add(new($"{file.Folder}/{file.Name}", Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct))));
            await db.Execute("INSERT INTO PurgedFile (CertificateId, Folder, Name) VALUES (@certificate, @Folder, @Name)",
                new { certificate, file.Folder, file.Name }, ct);
        }
        return details;
    }
}
