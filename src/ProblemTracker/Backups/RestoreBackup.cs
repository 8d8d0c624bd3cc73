using System.Globalization;

namespace ProblemTracker.Backups;

/// <summary>Puts the database and the files of a backup into a data folder.</summary>
internal static class RestoreBackup
{
    /// <param name="options">Which database and folder.</param>
    /// <param name="file">The backup.</param>
    /// <param name="replaces">Whether a database that is there may be moved aside.</param>
    /// <param name="ct">Cancels the work; nothing is changed before everything is unpacked and checked.</param>
    /// <returns>The manifest, and the folder that now has the previous data, if there was any.</returns>
    /// <exception cref="UsageError">The backup is damaged or newer, or the folder is in use or not empty.</exception>
    public static async Task<(BackupManifest Manifest, string? Previous)> Run(
        TrackerOptions options, string file, bool replaces, CancellationToken ct)
    {
        var database = options.Database.Dialect.FileOf(options.Database.ConnectionString)
            ?? throw new UsageError("The database is on a SQL Server. Restore it there (RESTORE DATABASE), then copy the folders "
                + $"{BackupFile.FoldersInWords} back to {options.DataFolder}.");
        PrivateFile.Folder(options.DataFolder);
        using var alone = FolderLock.Alone(options.DataFolder);
        if (database.Files.Count > 0 && !replaces)
            throw new UsageError($"There is a database at {database.Path}. Restore into an empty folder with --data DIR, or add --replace, "
                + "which moves the present data to a folder beside it.");
        var unpacked = Path.Combine(options.DataFolder, $".restore-{Guid.NewGuid():N}");
        try
        {
            PrivateFile.Folder(unpacked);
            var manifest = await BackupFile.Read(file, unpacked, found => MustBeKnown(found, file, options.Database.Dialect), ct);
            Check(new(options.Database.Dialect, Path.Combine(unpacked, BackupFile.Database)), file);
            return (manifest, Move(options, database, unpacked));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError($"Can't restore into {options.DataFolder}: {error.Message} The previous data is as it was.");
        }
        finally
        {
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }
    }

    private static void MustBeKnown(BackupManifest manifest, string file, Dialect dialect)
    {
        var newest = Schema.Newest(dialect);
        if (manifest.Format > BackupFile.Format || manifest.Migration > newest)
            throw new UsageError($"{file} was made by a newer version of the program (migration {manifest.Migration}; this version knows "
                + $"migrations up to {newest}). Install that version or a later one, then restore.");
        if (!manifest.Entries.Any(entry => entry.Name == BackupFile.Database))
            throw new UsageError($"{file} has no database in it. Use another backup.");
    }

    private static void Check(DatabaseFile database, string file)
    {
        if (database.Fault() is { } fault) throw new UsageError($"The database in {file} is damaged ({fault}). Use another backup.");
        Schema.MustNotBeNewer(database.Settings);
    }

    // Renames only, so that it takes no time and needs no space. If one fails, those before it are undone.
    private static string? Move(TrackerOptions options, DatabaseFile database, string unpacked)
    {
        var previous = Path.Combine(options.DataFolder,
            string.Create(CultureInfo.InvariantCulture, $"replaced-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}"));
        List<(string From, string To)> moves = [];
        foreach (var there in database.Files) moves.Add((there, Path.Combine(previous, Path.GetFileName(there))));
        foreach (var folder in BackupFile.Folders)
            if (Directory.Exists(Path.Combine(options.DataFolder, folder)))
                moves.Add((Path.Combine(options.DataFolder, folder), Path.Combine(previous, folder)));
        var replacesAny = moves.Count > 0;
        foreach (var folder in BackupFile.Folders)
            if (Directory.Exists(Path.Combine(unpacked, folder)))
                moves.Add((Path.Combine(unpacked, folder), Path.Combine(options.DataFolder, folder)));
        // The database last: without it, a server that starts too early finds nothing to serve.
        moves.Add((Path.Combine(unpacked, BackupFile.Database), database.Path));

        if (replacesAny) PrivateFile.Folder(previous);
        var done = 0;
        try
        {
            for (; done < moves.Count; done++) Directory.Move(moves[done].From, moves[done].To);
        }
        catch
        {
            while (--done >= 0) Directory.Move(moves[done].To, moves[done].From);
            throw;
        }
        return replacesAny ? previous : null;
    }
}
