using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A photo or document on a problem.</summary>
public sealed record FileDetails : IVersioned
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    /// <summary>The note that it was added to; null if none.</summary>
    public long? NoteId { get; init; }
    /// <summary>The action that it was added to; null if none.</summary>
    public long? ActionId { get; init; }
    /// <summary>What that action is.</summary>
    public string? Action { get; init; }
    /// <summary>The number of the walk that it was added to, among those of the site checklist; null if none.</summary>
    public int? Walk { get; init; }
    /// <summary>The stage in which the problem was.</summary>
    public Stage Stage { get; init; }
    public FileKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string? Caption { get; init; }
    /// <summary>As stored: pictures are encoded anew.</summary>
    public long Bytes { get; init; }
    /// <summary>SHA-256 of the file as stored, hexadecimal.</summary>
    public string Hash { get; init; } = "";
    /// <summary>Pixels; null for a document.</summary>
    public int? Width { get; init; }
    /// <summary>Pixels; null for a document.</summary>
    public int? Height { get; init; }
    public long? AddedById { get; init; }
    /// <summary>The name of who added it, or "System".</summary>
    public string AddedBy { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public int Version { get; init; }

    public bool IsPicture => Kind == FileKind.Picture;

    /// <summary>Where to download it from the API.</summary>
    public string Address => $"/api/v1/files/{Id}/content";
}

/// <summary>SQL that the slices about files share.</summary>
internal static class FileSql
{
    private sealed record SettingRow
    {
        public string Value { get; init; } = "";
        public int Version { get; init; }
    }

    private static readonly ListOrder<FileDetails> Latest = new(descending: true) { { "f.Id", row => row.Id } };

    public static readonly Listing<ListFiles, FileDetails> Listing = new()
    {
        Columns = """
            f.Id, f.ProblemId, f.NoteId, f.ActionId, a.Description AS Action, k.Number AS Walk, v.Stage, f.Kind, f.Name, f.Caption, f.Bytes,
            f.Hash, f.Width, f.Height, f.AddedBy AS AddedById, COALESCE(w.Name, 'System') AS AddedBy, f.AddedAt, f.Version
            """,
        From = "ProblemFile f",
        Names = """
            LEFT JOIN ProblemAction a ON a.Id = f.ActionId LEFT JOIN Person w ON w.Id = f.AddedBy
            LEFT JOIN StageVisit v ON v.ProblemId = f.ProblemId AND v.Visit = f.Visit LEFT JOIN ChecklistWalk k ON k.Id = f.WalkId
            """,
        Filters = new Filters<ListFiles>().Is(q => (long?)q.ProblemId, "f.ProblemId = @ProblemId")
            .Is(q => q.ActionId, "f.ActionId = @ActionId").Is(q => q.Kind, "f.Kind = @Kind")
            .Is(q => q.Walk, "f.WalkId IN (SELECT y.Id FROM ChecklistWalk y WHERE y.ProblemId = @ProblemId AND y.Number = @Walk)"),
        Order = _ => Latest,
        File = new("files", "f.Id")
        {
            { "id", row => row.Id },
            { "name", row => row.Name },
            { "caption", row => row.Caption },
            { "kind", row => Wording.Of(row.Kind) },
            { "stage", row => Wording.Of(row.Stage) },
            { "action", row => row.Action },
            { "walk", row => row.Walk },
            { "addedBy", row => row.AddedBy },
            { "addedAt", row => row.AddedAt },
            { "bytes", row => row.Bytes },
            { "sha256", row => row.Hash },
            { "address", row => row.Address },
        },
    };

    public static async Task<VersionedSetting<FileLimits>> Limits(Db db, CancellationToken ct) =>
        await db.Find<SettingRow>("SELECT Value, Version FROM Setting WHERE Name = @Name", new { Name = SettingNames.Files }, ct)
            is { } row ? new(row.Version, JsonSerializer.Deserialize<FileLimits>(row.Value, Json.Options)!) : new(0, new());

    /// <exception cref="NotFound">There is no such file, or the actor can't view its problem.</exception>
    public static async Task<FileDetails> Find(Db db, Actor actor, long id, CancellationToken ct) =>
        await db.Find<FileDetails>($"""
            {Listing.Rows} JOIN Problem p ON p.Id = f.ProblemId WHERE f.Id = @id AND {ProblemSql.VisibleTo(actor)}
            """, new { id, ActorId = actor.PersonId }, ct) ?? throw new NotFound();

    /// <exception cref="Forbidden">Only who added a file, the team and supervisors may change or delete it.</exception>
    public static void MustOwn(CaseFile file, FileDetails details)
    {
        if (file.Actor.PersonId is null || file.Actor.PersonId != details.AddedById) file.Demand(Permission.WorkProblems);
    }
}
