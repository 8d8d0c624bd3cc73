using ProblemTracker.Backups;

namespace ProblemTracker.Files;

/// <summary>
/// The files that people added to problems, in the folder <c>files</c> of the data folder; a backup contains them. A picture has a small
/// one beside it. Files never change under their name. They are written before their rows and deleted after them, so that there is never
/// a row without its file; a job deletes files without a row.
/// </summary>
internal sealed class StoredFiles(TrackerOptions options)
{
    public const string FolderName = "files";

    /// <summary>Ending of the name of a small picture.</summary>
    public const string Small = ".small";

    private const string Unfinished = ".part";

    private string Folder => Path.Combine(options.DataFolder, FolderName);

    /// <summary>Stores a file. If that fails, nothing is left on disk.</summary>
    /// <param name="small">The small picture; null for a document.</param>
    /// <returns>Its name in the folder.</returns>
    public async Task<string> Store(byte[] content, byte[]? small, CancellationToken ct)
    {
        var name = $"{Guid.NewGuid():N}";
        try
        {
            if (small is not null) await Write(name + Small, small, ct);
            await Write(name, content, ct);
            return name;
        }
        catch
        {
            Forget(name);
            throw;
        }
    }

    /// <exception cref="Conflict"><c>file.elsewhere</c>: the file is on another server or was deleted.</exception>
    public Stream Open(string storedAs, bool small = false)
    {
        var path = At(small ? storedAs + Small : storedAs);
        return File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous)
            : throw new Conflict("file.elsewhere", "The file is not on this server. Restore the folder files from a backup.");
    }

    /// <inheritdoc cref="Open"/>
    public async Task<byte[]> Read(string storedAs, CancellationToken ct)
    {
        await using var content = Open(storedAs);
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <summary>Deletes a file and its small picture, if they are there.</summary>
    public void Forget(string storedAs)
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var ending in new[] { "", Small, Unfinished, Small + Unfinished }) File.Delete(At(storedAs + ending));
    }

    /// <summary>The names of the files that were written before a moment.</summary>
    public IReadOnlyList<string> WrittenBefore(DateTimeOffset moment) => !Directory.Exists(Folder) ? []
        : [.. new DirectoryInfo(Folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < moment.UtcDateTime)
            .Select(file => file.Name.Split('.')[0]).Distinct()];

    private async Task Write(string name, byte[] content, CancellationToken ct)
    {
        var part = At(name + Unfinished);
        await using (var file = PrivateFile.Create(part))
        {
            await file.WriteAsync(content, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, At(name));
    }

    // Names are generated here. GetFileName guards against a path planted in the database.
    private string At(string name) => Path.Combine(Folder, Path.GetFileName(name));
}
