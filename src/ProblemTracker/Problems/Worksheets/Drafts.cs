using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProblemTracker.Problems;

/// <summary>
/// What people have typed into worksheets and not saved, one row for each person and worksheet; only that person sees it. Beside it are the
/// worksheet's earlier versions, which drafts and open forms began from.
/// </summary>
internal static class Drafts
{
    /// <summary>How many earlier versions of a worksheet are kept. One that a draft began from is kept longer.</summary>
    public const int VersionsKept = 20;

    private const string IsOne = "ProblemId = @ProblemId AND Kind = @Kind";

    /// <summary>Deletes the draft of <c>@PersonId</c>.</summary>
    public const string Delete = $"DELETE FROM WorksheetDraft WHERE {IsOne} AND PersonId = @PersonId";

    /// <summary>The writes before a worksheet's next version is written.</summary>
    /// <param name="version">The current version; 0 if it was never saved.</param>
    /// <param name="actor">A page saves what the draft holds. The API does not, so it leaves the draft alone.</param>
    /// <param name="endsDraft">Whether the worksheet itself was saved, and did not only follow another one.</param>
    public static IEnumerable<PendingWrite> OnSave(long problemId, SheetKind kind, int version, Actor actor, bool endsDraft)
    {
        var row = new { ProblemId = problemId, Kind = kind.ToString(), actor.PersonId, Oldest = version - VersionsKept };
        if (endsDraft && actor.SessionId is not null) yield return new(Delete, row);
        if (version == 0) yield break;
        yield return new($"""
            INSERT INTO WorksheetVersion (ProblemId, Kind, Version, Body) SELECT ProblemId, Kind, Version, Body FROM Worksheet WHERE {IsOne}
            """, row);
        yield return new($"""
            DELETE FROM WorksheetVersion WHERE {IsOne} AND Version <= @Oldest
                AND Version NOT IN (SELECT d.Version FROM WorksheetDraft d WHERE d.ProblemId = @ProblemId AND d.Kind = @Kind)
            """, row);
    }

    /// <summary>A version of a worksheet as JSON; null if it is not kept anymore.</summary>
    public static async Task<JsonObject?> At(Db db, CaseFile file, SheetKind kind, int version, CancellationToken ct)
    {
        if (version == file.WorksheetVersions.GetValueOrDefault(kind)) return Worksheets.Node(Worksheets.Of(file.Dossier, kind));
        if (version == 0) return Worksheets.Node(Worksheets.Blank(kind));
        return await db.Find<string>($"SELECT Body FROM WorksheetVersion WHERE {IsOne} AND Version = @version",
            new { ProblemId = file.Problem.Id, Kind = kind.ToString(), version }, ct) is { } body
            ? Worksheets.Node(Worksheets.Parse(kind, body)) : null;
    }

    public static Permission Needed(SheetKind kind) =>
        kind is SheetKind.Analysis or SheetKind.Assessment ? Permission.WorkEvidence : Permission.WorkProblems;

    private sealed record Row
    {
        public int Version { get; init; }
        public string Fields { get; init; } = "";
        public DateTimeOffset KeptAt { get; init; }
    }

    /// <summary>The person's own draft; null if there is none.</summary>
    public static async Task<SheetDraft?> Find(Db db, Actor actor, long problemId, SheetKind kind, CancellationToken ct) =>
        await db.Find<Row>($"SELECT Version, Fields, KeptAt FROM WorksheetDraft WHERE {IsOne} AND PersonId = @PersonId",
            new { ProblemId = problemId, Kind = kind.ToString(), actor.PersonId }, ct) is { } row
            ? new(row.Version, JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.Fields)!, row.KeptAt) : null;

    public static async Task Keep(Db db, Actor actor, KeepDraft draft, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            draft.ProblemId,
            Kind = draft.Kind.ToString(),
            actor.PersonId,
            draft.Version,
            Fields = JsonSerializer.Serialize(draft.Fields),
            Now = now,
        };
        if (await db.Execute($"UPDATE WorksheetDraft SET Version = @Version, Fields = @Fields, KeptAt = @Now WHERE {IsOne} "
            + "AND PersonId = @PersonId", row, ct) > 0) return;
        await db.Execute("""
            INSERT INTO WorksheetDraft (ProblemId, Kind, PersonId, Version, Fields, KeptAt)
            VALUES (@ProblemId, @Kind, @PersonId, @Version, @Fields, @Now)
            """, row, ct);
    }
}

/// <summary>What a person has typed and not saved.</summary>
/// <param name="Version">The version that it began from.</param>
/// <param name="Fields">The form's fields by name, as typed.</param>
public sealed record SheetDraft(int Version, IReadOnlyDictionary<string, string[]> Fields, DateTimeOffset KeptAt);
