namespace ProblemTracker.Incidents;

/// <summary>What an imported file has.</summary>
public enum ImportKind { Incidents, Neighborhoods, Calls, Shifts }

/// <summary>A row of <c>ImportRun</c>.</summary>
internal sealed record StoredImport
{
    public long Id { get; init; }
    public ImportKind Kind { get; init; }
    public string FileName { get; init; } = "";
    public ImportState State { get; init; }
    public string? StoredAs { get; init; }
    public string? Map { get; init; }
    public long? PlacedTo { get; init; }
    public int Attempt { get; init; }
    public long FileBytes { get; init; }
}

/// <summary>SQL that the import slices share.</summary>
internal static class ImportSql
{
    /// <summary>A run with a finish date is finished: runs older than the State column have its default value.</summary>
    public const string State = "CASE WHEN r.FinishedAt IS NULL THEN r.State ELSE 'Finished' END";

    private static readonly ListOrder<ImportRow> Newest = new(descending: true) { { "r.Id", row => row.Id } };

    public static readonly Listing<ListImports, ImportRow> Listing = new()
    {
        Columns = $"""
            r.Id, r.Kind, r.FileName, {State} AS State, p.Name AS "By", r.StartedAt, COALESCE(r.EndedAt, r.FinishedAt) AS EndedAt,
            r.RowsRead, r.Added, r.Repeats, r.Rejected, r.Unplaced, r.Changed, r.Moved, r.Failure, r.Map AS MapText, r.FileBytes,
            r.BytesRead, r.BeganAt, r.PlacedTo
            """,
        From = "ImportRun r",
        Names = "LEFT JOIN Person p ON p.Id = r.PersonId",
        Filters = new(),
        Order = _ => Newest,
    };

    /// <exception cref="NotFound">No import has this id.</exception>
    public static async Task<StoredImport> Find(Db db, long id, CancellationToken ct) => await db.Find<StoredImport>($"""
        SELECT r.Id, r.Kind, r.FileName, {State} AS State, r.StoredAs, r.Map, r.PlacedTo, r.Attempt, r.FileBytes
        FROM ImportRun r WHERE r.Id = @id
        """, new { id }, ct) ?? throw new NotFound();

    /// <summary>Imports of neighborhoods need an administrator; for incidents, <see cref="Permission.Import"/> is enough.</summary>
    /// <exception cref="Forbidden">The actor is not an administrator.</exception>
    public static void Demand(Actor actor, ImportKind kind)
    {
        if (kind == ImportKind.Neighborhoods && !actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }
}
