using System.Security.Cryptography;

namespace ProblemTracker.Files;

/// <param name="StoredAs">Name in the folder of uploads.</param>
/// <param name="Bytes">As it was sent.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
internal sealed record StoredUpload(string StoredAs, long Bytes, string Hash);

/// <summary>
/// The files that wait to be imported, in the folder <c>uploads</c> of the data folder. Nodes that share a SQL Server but no data folder
/// each import what they took.
/// </summary>
internal sealed class Uploads(TrackerOptions options)
{
    /// <summary>Bytes, as sent. A year of a large city's calls, packed, has a tenth of it.</summary>
    public const long Largest = 512L * 1024 * 1024;

    /// <summary>Bytes of a request: a little more, so that a file that is too large is refused in words.</summary>
    public const long LargestRequest = 640L * 1024 * 1024;

    private const string Unfinished = ".part";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private string Folder => Path.Combine(options.DataFolder, "uploads");

    /// <summary>Writes a file as it comes; cut off or too large, it leaves nothing behind.</summary>
    /// <exception cref="Invalid">At <c>file</c>: too large, or nothing in it.</exception>
    public async Task<StoredUpload> Store(Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var name = $"{Guid.NewGuid():N}";
        var part = At(name) + Unfinished;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long bytes = 0;
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                FileOptions.Asynchronous))
            {
                var buffer = new byte[128 * 1024];
                for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; bytes += read)
                {
                    if (bytes + read > Largest)
                        throw new Invalid("file", $"The file is larger than {Largest / 1024 / 1024} MB. Pack it with gzip, or split it.");
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
                file.Flush(flushToDisk: true);
            }
            if (bytes == 0) throw new Invalid("file", FileContent.Empty);
            File.Move(part, At(name));
            return new(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public bool IsHere(string storedAs) => storedAs.Length > 0 && File.Exists(At(storedAs));

    /// <exception cref="Conflict"><c>import.elsewhere</c>: the file is not on this node, or gone.</exception>
    public Stream Open(string storedAs) => IsHere(storedAs)
        ? new FileStream(At(storedAs), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
            FileOptions.SequentialScan | FileOptions.Asynchronous)
        : throw new Conflict("import.elsewhere", "The uploaded file is not on this server any more. Upload it again.");

    public void Forget(string? storedAs)
    {
        if (storedAs is not null && IsHere(storedAs)) File.Delete(At(storedAs));
    }

    /// <summary>Deletes what a killed process left: parts, and files that no import waits for.</summary>
    public void Sweep(IReadOnlySet<string> wanted)
    {
        if (!Directory.Exists(Folder)) return;
        var before = TimeProvider.System.GetUtcNow() - Forgotten;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            if (!wanted.Contains(file.Name) && file.LastWriteTimeUtc < before) file.Delete();
    }

    // Only ever a name made here; a path in the database would be somebody's mischief.
    private string At(string storedAs) => Path.Combine(Folder, Path.GetFileName(storedAs));
}
