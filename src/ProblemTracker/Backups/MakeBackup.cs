using System.IO.Compression;
using System.Reflection;

namespace ProblemTracker.Backups;

/// <summary>Writes the database and the files of the data folder into one file, while the server goes on working.</summary>
internal static class MakeBackup
{
    /// <param name="options">Which database and folder.</param>
    /// <param name="file">Where to write. It appears under this name only once it is complete and checked.</param>
    /// <param name="overwrites">Whether it may replace an existing file.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="UsageError">It can't be written, or the database is damaged or on a server.</exception>
    public static async Task<BackupManifest> Run(TrackerOptions options, string file, bool overwrites, CancellationToken ct)
    {
        var database = options.Database.Dialect.FileOf(options.Database.ConnectionString)
            ?? throw new UsageError("The database is on a SQL Server, which makes its own backups: BACKUP DATABASE … TO DISK = '…' WITH "
                + $"CHECKSUM. After that, copy the folders {BackupFile.FoldersInWords} of {options.DataFolder}.");
        if (!File.Exists(database.Path))
            throw new UsageError($"There is no database at {database.Path}. Choose its folder with --data DIR.");
        file = Path.GetFullPath(file);
        if (File.Exists(file) && !overwrites)
            throw new UsageError($"{file} exists already. Choose another name, or add --overwrite.");
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new UsageError($"There is no folder {Path.GetDirectoryName(file)}. Create it, or choose another.");
        using var use = FolderLock.Share(options.DataFolder);
        var (part, copy) = ($"{file}.{Guid.NewGuid():N}.part", $"{file}.{Guid.NewGuid():N}.db");
        try
        {
            var manifest = await Write(options, database, part, copy, ct);
            await BackupFile.Read(part, into: null, _ => { }, ct);
            File.Move(part, file, overwrites);
            return manifest;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError($"Can't write the backup {file}: {error.Message}");
        }
        finally
        {
            foreach (var temporary in new[] { part, copy, $"{copy}-journal" }) File.Delete(temporary);
        }
    }

    private static async Task<BackupManifest> Write(
        TrackerOptions options, DatabaseFile database, string part, string copy, CancellationToken ct)
    {
        // An import deletes its file when it is done. Files that are open now can still be read then, so a file that the copied database
        // refers to is in the backup although its import may be done meanwhile.
        var opened = new Dictionary<string, FileStream>();
        try
        {
            OpenFiles(options, "uploads", opened);
            await PrivateFile.Create(copy).DisposeAsync();
            var copiedAt = TimeProvider.System.GetUtcNow();
            var snapshot = new DatabaseFile(options.Database.Dialect, copy);
            if ((database.CopyTo(copy) ?? snapshot.Fault()) is { } fault)
                throw new UsageError(
                    $"The database {database.Path} is damaged ({fault}), so no backup was written. Restore the last good one.");

            await using var written = PrivateFile.Create(part);
            BackupManifest manifest;
            await using (var archive = await ZipArchive.CreateAsync(written, ZipArchiveMode.Create, leaveOpen: true, null, ct))
            {
                List<BackupEntry> entries = [];
                await using (var content = File.OpenRead(copy))
                    entries.Add(await BackupFile.Add(archive, BackupFile.Database, content, ct));
                OpenFiles(options, "uploads", opened);
                foreach (var (name, content) in opened) entries.Add(await BackupFile.Add(archive, name, content, ct));
                // There can be too many of these to keep open.
                foreach (var (name, path) in Names(options, "mail").Concat(Names(options, "records")).Concat(Names(options, "files")))
                    if (TryOpen(path) is { } file)
                        await using (file) entries.Add(await BackupFile.Add(archive, name, file, ct));
                manifest = new(BackupFile.Format, Version, Schema.Number(snapshot.Settings), copiedAt, entries);
                await BackupFile.Finish(archive, manifest, ct);
            }
            written.Flush(flushToDisk: true);
            return manifest;
        }
        finally
        {
            foreach (var file in opened.Values) await file.DisposeAsync();
        }
    }

    private static void OpenFiles(TrackerOptions options, string folder, Dictionary<string, FileStream> opened)
    {
        foreach (var (name, path) in Names(options, folder))
            if (!opened.ContainsKey(name) && TryOpen(path) is { } content) opened.Add(name, content);
    }

    /// <returns>Null if the file is gone since it was listed: its import is done, or another program collected the email.</returns>
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Files under their final name never change; what is still arriving has another extension.
    private static IEnumerable<(string Name, string Path)> Names(TrackerOptions options, string folder)
    {
        var place = new DirectoryInfo(Path.Combine(options.DataFolder, folder));
        return !place.Exists ? [] : place.EnumerateFiles()
            .Where(file => file.Extension is not (".part" or ".tmp")).OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => ($"{folder}/{file.Name}", file.FullName));
    }

    private static string Version =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
