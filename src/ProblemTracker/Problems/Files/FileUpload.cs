using System.Globalization;

namespace ProblemTracker.Problems;

/// <summary>A file as somebody sends it.</summary>
/// <param name="name">Its name on their device.</param>
/// <param name="length">Bytes.</param>
/// <param name="open">Gives its content.</param>
public sealed class FileUpload(string name, long length, Func<Stream> open)
{
    public string Name => name;

    public long Length => length;

    /// <summary>Set once it is checked and stored.</summary>
    internal KeptFile? Kept { get; set; }

    public static FileUpload Of(string name, byte[] content) => new(name, content.Length, () => new MemoryStream(content));

    internal async Task<byte[]> Read(CancellationToken ct)
    {
        await using var source = open();
        using var content = new MemoryStream((int)length);
        await source.CopyToAsync(content, ct);
        return content.ToArray();
    }
}

/// <summary>A file that is stored but has no row yet.</summary>
internal sealed record KeptFile(
    FileKind Kind, string Name, long Bytes, string Hash, int? Width, int? Height, string StoredAs);

/// <summary>Words about files.</summary>
internal static class FileWords
{
    /// <summary><c>2 photos and 1 document</c></summary>
    public static string Count(IEnumerable<FileKind> kinds)
    {
        var photos = 0;
        var documents = 0;
        foreach (var kind in kinds) _ = kind == FileKind.Picture ? photos++ : documents++;
        string?[] parts = [Of(photos, "photo"), Of(documents, "document")];
        return string.Join(" and ", parts.OfType<string>());
    }

    /// <summary><c>340 kB</c>, <c>2.1 MB</c></summary>
    public static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (bytes + 500) / 1000)} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.#} MB");

    private static string? Of(int count, string one) => count switch { 0 => null, 1 => $"1 {one}", _ => $"{count} {one}s" };
}
