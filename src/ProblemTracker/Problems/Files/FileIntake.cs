using System.Security.Cryptography;
using ProblemTracker.Files;

namespace ProblemTracker.Problems;

/// <summary>The part of a problem that a file belongs to; without one, the problem itself.</summary>
/// <param name="WalkId">A walk on which a site checklist was filled.</param>
internal sealed record FileOwner(long? NoteId = null, long? ActionId = null, long? WalkId = null);

/// <summary>
/// Checks uploaded files and stores them, before the transaction that writes their rows. Files whose transaction fails stay without a row
/// until <see cref="SweepFiles"/> deletes them.
/// </summary>
internal sealed class FileIntake(Db db, Actor actor, StoredFiles stored, PictureConversions conversions)
{
    /// <summary>Most files in one upload.</summary>
    public const int MostAtOnce = 20;

    /// <summary>Pixels on the longer side: a license plate across the street stays legible.</summary>
    private const int LongestSide = 2560;

    private const string Field = "files";

    private sealed record Made(FileKind Kind, byte[] Content, byte[]? Small, int? Width, int? Height);

    /// <exception cref="NotFound">There is no such problem, or the actor can't view it.</exception>
    /// <exception cref="Invalid">At <c>files</c>: a file is too large, or none that can be added.</exception>
    /// <exception cref="Conflict">Another upload of this person is being checked.</exception>
    public async Task Take(long problemId, IReadOnlyList<FileUpload> uploads, CancellationToken ct)
    {
        if (uploads.Count == 0) return;
        await ProblemSql.MustSee(db, actor, problemId, ct);
        var limit = (await FileSql.Limits(db, ct)).Value.MegabytesPerFile;
        if (uploads.FirstOrDefault(upload => upload.Length > limit * 1_000_000L) is { } large)
            throw Wrong(large, $"is larger than {limit} MB. Make it smaller, then add it.");
        try
        {
            foreach (var upload in uploads)
            {
                var content = await upload.Read(ct);
                var (made, fault) = await conversions.Run(actor.PersonId ?? 0, () => Make(content), ct);
                if (made is null) throw Wrong(upload, fault!);
                upload.Kept = new(made.Kind, DocumentContent.NameOf(upload.Name, made.Kind), made.Content.Length,
                    Convert.ToHexStringLower(SHA256.HashData(made.Content)), made.Width, made.Height,
                    await stored.Store(made.Content, made.Small, ct));
            }
        }
        catch
        {
            foreach (var upload in uploads)
                if (upload.Kept is { } kept) stored.Forget(kept.StoredAs);
            throw;
        }
    }

    private static (Made? Made, string? Fault) Make(byte[] content)
    {
        var (kind, fault) = DocumentContent.Look(content);
        if (kind is null) return (null, fault);
        if (kind != FileKind.Picture) return (new(kind.Value, content, null, null, null), null);
        var upload = new PictureUpload(content, LongestSide, int.MaxValue);
        return upload.Made is { } picture
            ? (new(FileKind.Picture, picture.Jpeg, PictureUpload.Small(picture.Jpeg), picture.Width, picture.Height), null)
            : (null, $"can't be added. {upload.Fault}");
    }

    private static Invalid Wrong(FileUpload upload, string sentence)
    {
        var name = upload.Name[(upload.Name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (name.Length > 60) name = $"{name[..60]}…";
        return new(Field, $"{(name.Length == 0 ? "The file" : name)} {sentence}");
    }

    /// <summary>Writes the rows of stored files.</summary>
    /// <param name="file">The problem, locked.</param>
    /// <param name="part">The part of the problem that they belong to.</param>
    /// <returns>Their ids, in the order of the uploads.</returns>
    /// <exception cref="RuleBroken">The problem would have too many files, or too large ones.</exception>
    public async Task<IReadOnlyList<long>> Insert(CaseFile file, IReadOnlyList<FileUpload> uploads, string? caption, FileOwner part,
        CancellationToken ct)
    {
        var limits = (await FileSql.Limits(db, ct)).Value;
        var there = await db.Single<Total>("""
            SELECT COUNT(*) AS Files, COALESCE(SUM(f.Bytes), 0) AS Bytes FROM ProblemFile f WHERE f.ProblemId = @Id
            """, new { file.Problem.Id }, ct);
        if (there.Files + uploads.Count > limits.FilesPerProblem)
            throw new RuleBroken("files.many", $"A problem can have {limits.FilesPerProblem} files; this one has {there.Files}. "
                + "Delete some that are no longer needed, or ask an administrator for more.", Field);
        if (there.Bytes + uploads.Sum(upload => upload.Kept!.Bytes) > limits.MegabytesPerProblem * 1_000_000L)
            throw new RuleBroken("files.large", $"The files of a problem can have {limits.MegabytesPerProblem} MB together; this one has "
                + $"{FileWords.Size(there.Bytes)} already. Delete some that are no longer needed, or ask an administrator for more.",
                Field);
        List<long> ids = [];
        foreach (var upload in uploads)
        {
            var kept = upload.Kept!;
            ids.Add(await db.Insert("""
                INSERT INTO ProblemFile (ProblemId, Visit, NoteId, ActionId, WalkId, Kind, Name, Caption, Bytes, Hash, Width, Height,
                    StoredAs, AddedBy, AddedAt)
                VALUES (@ProblemId, @Visit, @NoteId, @ActionId, @WalkId, @Kind, @Name, @Caption, @Bytes, @Hash, @Width, @Height,
                    @StoredAs, @PersonId, @Now)
                """, new
            {
                ProblemId = file.Problem.Id,
                file.Problem.Visit,
                part.NoteId,
                part.ActionId,
                part.WalkId,
                Kind = kept.Kind.ToString(),
                kept.Name,
                Caption = string.IsNullOrWhiteSpace(caption) ? null : caption.Trim(),
                kept.Bytes,
                kept.Hash,
                kept.Width,
                kept.Height,
                kept.StoredAs,
                file.Actor.PersonId,
                file.Now,
            }, ct));
        }
        return ids;
    }

    /// <summary>What the audit says of added files.</summary>
    public static object Recorded(IReadOnlyList<FileUpload> uploads, IReadOnlyList<long> ids) => new
    {
        Files = uploads.Select(upload => upload.Kept!)
            .Select((kept, i) => new { Id = ids[i], kept.Kind, kept.Name, kept.Bytes, kept.Hash }),
    };

    private sealed record Total
    {
        public int Files { get; init; }
        public long Bytes { get; init; }
    }
}
