using System.Security.Cryptography;

namespace ProblemTracker.Files;

/// <param name="StoredAs">File name in the uploads folder.</param>
/// <param name="Bytes">Size as uploaded.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
internal sealed record StoredUpload(string StoredAs, long Bytes, string Hash);

/// <summary>
/// The uploaded files that wait to be imported, in the folder <c>uploads</c> of the data folder. Nodes that share a SQL Server database
/// but not a data folder each import the files they received.
/// </summary>
internal sealed class Uploads(TrackerOptions options)
{
    /// <summary>Bytes, as uploaded. A year of a large city's calls takes a tenth of this with gzip.</summary>
    public const long Largest = 512L * 1024 * 1024;

    /// <summary>Bytes. Larger than <see cref="Largest"/>, so that a file that is too large gets an error message.</summary>
    public const long LargestRequest = 640L * 1024 * 1024;

    private const string Unfinished = ".part";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private string Folder => Path.Combine(options.DataFolder, "uploads");

    /// <summary>Stores a file while it arrives. If it is incomplete or too large, nothing is left on disk.</summary>
    /// <exception cref="Invalid">At <c>file</c>: too large or empty.</exception>
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
                        throw new Invalid("file",
                            $"The file is larger than {Largest / 1024 / 1024} MB. Compress it with gzip, or split it.");
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

    /// <exception cref="Conflict"><c>import.elsewhere</c>: the file is on another node or was deleted.</exception>
    public Stream Open(string storedAs) => IsHere(storedAs)
        ? new FileStream(At(storedAs), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
            FileOptions.SequentialScan | FileOptions.Asynchronous)
        : throw new Conflict("import.elsewhere", "The uploaded file is no longer on this server. Upload it again.");

    public void Forget(string? storedAs)
    {
        if (storedAs is not null && IsHere(storedAs)) File.Delete(At(storedAs));
    }

    /// <summary>Deletes what a killed process left: partial files, and files that no import is waiting for.</summary>
    public void Sweep(IReadOnlySet<string> wanted)
    {
        if (!Directory.Exists(Folder)) return;
        var before = TimeProvider.System.GetUtcNow() - Forgotten;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            if (!wanted.Contains(file.Name) && file.LastWriteTimeUtc < before) file.Delete();
    }

    // Names are generated here. GetFileName guards against a path planted in the database.
    private string At(string storedAs) => Path.Combine(Folder, Path.GetFileName(storedAs));
}
