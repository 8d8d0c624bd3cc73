using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace ProblemTracker.Backups;

/// <summary>What a backup contains: its entry <c>manifest.json</c>.</summary>
/// <param name="Format">The version of this layout.</param>
/// <param name="Program">The version of the program that wrote it.</param>
/// <param name="Migration">The number of the newest migration script that had run on the database.</param>
/// <param name="CopiedAt">When the database was copied: whatever was saved before is in it.</param>
/// <param name="Entries">Everything else in the file.</param>
internal sealed record BackupManifest(
    int Format, string Program, int Migration, DateTimeOffset CopiedAt, IReadOnlyList<BackupEntry> Entries);

/// <param name="Name">Such as <c>tracker.db</c> or <c>uploads/0f3c…</c>.</param>
/// <param name="Bytes">Unpacked size.</param>
/// <param name="Sha256">Of the unpacked content, hexadecimal.</param>
internal sealed record BackupEntry(string Name, long Bytes, string Sha256);

/// <summary>
/// A backup: a zip file with a manifest that has the SHA-256 of every entry. The zip file's comment has the SHA-256 of the manifest, so
/// every byte of content is covered.
/// </summary>
internal static class BackupFile
{
    public const int Format = 1;
    public const string Database = "tracker.db";
    private const string Manifest = "manifest.json";

    /// <summary>Folders of the data folder that belong to a backup, with the files directly in them.</summary>
    public static readonly string[] Folders = ["uploads", "mail", "records", "files"];

    /// <summary>The folders in words.</summary>
    public static string FoldersInWords => $"{string.Join(", ", Folders[..^1])} and {Folders[^1]}";

    /// <summary>Adds a file to the archive, and returns its line in the manifest.</summary>
    public static async Task<BackupEntry> Add(ZipArchive archive, string name, Stream content, CancellationToken ct)
    {
        await using var entry = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        var (bytes, hash) = await Copy(content, entry, ct);
        return new(name, bytes, hash);
    }

    public static async Task Finish(ZipArchive archive, BackupManifest manifest, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, Json.Options);
        await using var entry = await archive.CreateEntry(Manifest, CompressionLevel.Fastest).OpenAsync(ct);
        await entry.WriteAsync(json, ct);
        archive.Comment = Seal(json);
    }

    /// <summary>Reads the whole file and compares every entry with the manifest.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="into">The folder to unpack into; null only checks.</param>
    /// <param name="accept">Called with the manifest before anything else is read; throws to refuse it.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="UsageError">It is not there, is no backup, or is damaged.</exception>
    public static async Task<BackupManifest> Read(string file, string? into, Action<BackupManifest> accept, CancellationToken ct)
    {
        try
        {
            await using var content = Open(file);
            await using var archive = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, null, ct);
            var manifest = await ReadManifest(archive, ct) ?? throw Damaged(file);
            accept(manifest);
            foreach (var entry in manifest.Entries)
            {
                var packed = archive.GetEntry(entry.Name);
                if (packed is null || !IsKnown(entry.Name) || packed.Length != entry.Bytes) throw Damaged(file);
                await using var from = await packed.OpenAsync(ct);
                await using var to = into is null ? Stream.Null : PrivateFile.Create(Path.Combine(into, entry.Name));
                if (await Copy(from, to, ct) != (entry.Bytes, entry.Sha256)) throw Damaged(file);
                if (to is FileStream written) written.Flush(flushToDisk: true);
            }
            return manifest;
        }
        // What the zip reader throws at one flipped bit or another.
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or JsonException or NotSupportedException
            or ArgumentException or OverflowException)
        {
            throw Damaged(file);
        }
    }

    private static UsageError Damaged(string file) =>
        new($"{file} is damaged, or it is not a backup of this program. Nothing was changed. Use another backup.");

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError($"Can't read the backup {file}: {error.Message}");
        }
    }

    private static async Task<BackupManifest?> ReadManifest(ZipArchive archive, CancellationToken ct)
    {
        if (archive.GetEntry(Manifest) is not { } entry || !archive.Comment.StartsWith("sha256:", StringComparison.Ordinal)) return null;
        using var json = new MemoryStream();
        await using (var packed = await entry.OpenAsync(ct)) await packed.CopyToAsync(json, ct);
        if (Seal(json.ToArray()) != archive.Comment) return null;
        return JsonSerializer.Deserialize<BackupManifest>(json.ToArray(), Json.Options);
    }

    // A file made by hand must not write outside the folder.
    private static bool IsKnown(string name) => name == Database
        || (name.Split('/') is [var folder, { Length: > 0 } inside] && Folders.Contains(folder) && inside == Path.GetFileName(inside)
            && inside is not ("." or ".."));

    private static string Seal(byte[] manifest) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest))}";

    private static async Task<(long Bytes, string Hash)> Copy(Stream from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long bytes = 0;
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>Files and folders that only this account can read.</summary>
internal static class PrivateFile
{
    /// <summary>Creates a file, and its folder if needed.</summary>
    public static FileStream Create(string path)
    {
        Folder(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    public static void Folder(string path)
    {
        const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, mine);
    }
}
