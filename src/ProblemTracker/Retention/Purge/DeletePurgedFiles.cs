using MediatR;

namespace ProblemTracker.Retention;

/// <summary>
/// Deletes files of committed purges, at most 200, and marks them. A file that is already gone, after an interrupted run, is marked too.
/// </summary>
[Needs(Permission.Administer)]
public sealed record DeletePurgedFiles : ICommand<FilesDeleted>;

/// <param name="More">Whether there may be more.</param>
public sealed record FilesDeleted(int Count, bool More);

internal static class PurgedFiles
{
    private static readonly string[] Folders = ["uploads", "mail", "records", "files"];

    /// <returns>Null for anything that is not a plain name in a folder of ours, such as a path planted in the database.</returns>
    public static string? PathOf(TrackerOptions options, string folder, string name) =>
        Folders.Contains(folder) && name.Length > 0 && Path.GetFileName(name) == name
            ? Path.Combine(options.DataFolder, folder, name) : null;
}

internal sealed class DeletePurgedFilesHandler(Db db, TrackerOptions options, TrackerClock clock)
    : IRequestHandler<DeletePurgedFiles, FilesDeleted>
{
    private const int MostAtOnce = 200;

    private sealed record Row
    {
        public long Id { get; init; }
        public string Folder { get; init; } = "";
        public string Name { get; init; } = "";
    }

    // Deleting a file twice does no harm, so this is right even if the transaction is repeated or lost.
    public async Task<FilesDeleted> Handle(DeletePurgedFiles command, CancellationToken ct)
    {
        var rows = await db.List<Row>($"""
            SELECT f.Id, f.Folder, f.Name FROM PurgedFile f WHERE f.DeletedAt IS NULL ORDER BY f.Id {db.Dialect.First("@MostAtOnce")}
            """, new { MostAtOnce }, ct);
        foreach (var row in rows)
            if (PurgedFiles.PathOf(options, row.Folder, row.Name) is { } path && File.Exists(path)) File.Delete(path);
        if (rows.Count > 0)
            await db.Execute("UPDATE PurgedFile SET DeletedAt = @now WHERE Id IN @Ids",
                new { now = clock.Real.GetUtcNow(), Ids = rows.Select(row => row.Id) }, ct);
        return new(rows.Count, rows.Count == MostAtOnce);
    }
}
