using ProblemTracker.Backups;

namespace ProblemTracker.PublicRecords;

/// <summary>The released zip files, in the folder <c>records</c> of the data folder. A backup contains them.</summary>
internal sealed class ReleaseFiles(TrackerOptions options)
{
    private string Folder => Path.Combine(options.DataFolder, "records");

    /// <summary>Stores a file before its row is committed, so that there is never a row without a file.</summary>
    /// <returns>Its name in the folder.</returns>
    public async Task<string> Store(byte[] zip, CancellationToken ct)
    {
        var name = $"{Guid.NewGuid():N}.zip";
        var part = Path.Combine(Folder, $"{name}.part");
        try
        {
            await using (var file = PrivateFile.Create(part))
            {
                await file.WriteAsync(zip, ct);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, Path.Combine(Folder, name));
            return name;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public void Forget(string storedAs) => File.Delete(Path.Combine(Folder, Path.GetFileName(storedAs)));

    /// <exception cref="Conflict">The file is on another server or was deleted.</exception>
    public async Task<byte[]> Read(string storedAs, CancellationToken ct)
    {
        // GetFileName guards against a path planted in the database.
        var path = Path.Combine(Folder, Path.GetFileName(storedAs));
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, ct)
            : throw new Conflict("records.elsewhere", "The released file is not on this server. Restore the folder records from a backup.");
    }
}
