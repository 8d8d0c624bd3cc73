using System.Text;
using UtfUnknown;

namespace ProblemTracker.Files;

/// <summary>The encoding of a text file: by its byte-order mark, then by whether its bytes are UTF-8, then by likelihood.</summary>
internal static class TextEncoding
{
    public const string Utf8 = "utf-8", Western = "windows-1252";

    /// <summary>What a person can choose instead of the proposal.</summary>
    public static readonly IReadOnlyList<(string Name, string Label)> Choices =
    [
        (Utf8, "UTF-8"), ("utf-16", "UTF-16"), ("utf-16BE", "UTF-16, big-endian"), (Western, "Windows, Western European (1252)"),
        ("windows-1250", "Windows, Central European (1250)"), ("windows-1251", "Windows, Cyrillic (1251)"),
        ("windows-1254", "Windows, Turkish (1254)"), ("iso-8859-15", "ISO 8859-15"), ("macintosh", "Mac, Western"),
        ("IBM437", "DOS, United States (437)"), ("IBM850", "DOS, Western European (850)"),
    ];

    /// <summary>Other names that people and programs give them, by letters and digits only.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8sig"] = Utf8,
        ["utf8bom"] = Utf8,
        ["ascii"] = Western,
        ["usascii"] = Western,
        ["ansi"] = Western,
        ["utf16le"] = "utf-16",
        ["ucs2"] = "utf-16",
        ["unicode"] = "utf-16",
        ["latin1"] = Western,
        ["iso88591"] = Western,
        ["88591"] = Western,
        ["cp1252"] = Western,
        ["1252"] = Western,
        ["win1252"] = Western,
        ["cp1250"] = "windows-1250",
        ["1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["1251"] = "windows-1251",
        ["cp1254"] = "windows-1254",
        ["1254"] = "windows-1254",
        ["latin9"] = "iso-8859-15",
        ["mac"] = "macintosh",
        ["macroman"] = "macintosh",
        ["xmacroman"] = "macintosh",
        ["cp437"] = "IBM437",
        ["437"] = "IBM437",
        ["dos"] = "IBM437",
        ["oem437"] = "IBM437",
        ["cp850"] = "IBM850",
        ["850"] = "IBM850",
    };

    /// <summary>Bytes with special characters kept to judge the encoding; more would not change the result.</summary>
    private const int MostEvidence = 256 * 1024;
    /// <summary>Characters of several bytes that are right, for each that is broken, in a file that is UTF-8.</summary>
    private const int GoodForEachBad = 2;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The name among <see cref="Choices"/>, also for another usual one such as latin1, UTF8 or cp437.</summary>
    /// <returns>Null if no encoding has this name.</returns>
    public static string? NameOf(string name)
    {
        var bare = Bare(name);
        return Choices.FirstOrDefault(c => Bare(c.Name).Equals(bare, StringComparison.OrdinalIgnoreCase)).Name
            ?? OtherNames.GetValueOrDefault(bare);
    }

    /// <param name="name">One of <see cref="Choices"/>.</param>
    public static string LabelOf(string name) => Choices.First(c => c.Name == name).Label;

    private static string Bare(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    /// <summary>Reads all of an unpacked text, because the only accent can be in its last row.</summary>
    /// <returns>The name of one of <see cref="Choices"/>.</returns>
    /// <exception cref="InvalidDataException">The content can't be unpacked.</exception>
    public static async Task<string> Detect(Stream content, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var evidence = new MemoryStream();
        var (kept, isFirst, zeroEven, zeroOdd, total) = (0, true, 0L, 0L, 0L);
        var (isUtf8, good, bad) = (true, 0L, 0L);
        while (true)
        {
            var read = await content.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false, ct);
            var isEnd = read < buffer.Length - kept;
            var bytes = buffer.AsMemory(0, kept + read);
            if (isFirst && Marked(bytes.Span) is { } marked) return marked;
            isFirst = false;
            if (isUtf8 && total < MostEvidence)
                for (var i = 0; i < bytes.Length; i++)
                    if (bytes.Span[i] == 0) _ = i % 2 == 0 ? zeroEven++ : zeroOdd++;
            // A character can begin in this block and end in the next.
            var end = isEnd ? bytes.Length : LastStart(bytes.Span);
            if (System.Text.Unicode.Utf8.IsValid(bytes.Span[..end])) good += Accents(bytes.Span[..end]);
            else
            {
                isUtf8 = false;
                Count(bytes.Span[..end], ref good, ref bad);
                Keep(bytes.Span[..end], evidence);
            }
            total += end;
            kept = bytes.Length - end;
            bytes.Span[end..].CopyTo(buffer);
            if (isEnd) break;
        }
        if (zeroOdd > 8 * zeroEven && zeroOdd > total / 8) return "utf-16";
        if (zeroEven > 8 * zeroOdd && zeroEven > total / 8) return "utf-16BE";
        // A few broken characters in a file that is otherwise UTF-8 cost only their rows. In other encodings, a character of several bytes
        // is a rare accident: two letters beside each other such as Ã©.
        if (isUtf8 || good >= GoodForEachBad * bad) return Utf8;
        evidence.Position = 0;
        var found = CharsetDetector.DetectFromStream(evidence).Detected;
        var accents = evidence.ToArray();
        // A few accents look the same in several encodings; then it is the usual one.
        return found is { Confidence: > 0.5f } && Same(found.EncodingName) is { } name
            && Encoding.GetEncoding(name).GetString(accents) != Encoding.GetEncoding(Western).GetString(accents) ? name : Western;
    }

    private static string? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8,
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => null,
    };

    // ISO 8859-1 in files is in fact Windows-1252, which adds printable characters where ISO has control codes.
    private static string? Same(string? name) => name?.ToLowerInvariant() switch
    {
        null or "ascii" or "utf-8" => null,
        "iso-8859-1" => Western,
        "iso-8859-2" => "windows-1250",
        var other => Choices.Select(c => c.Name).FirstOrDefault(choice => choice.Equals(other, StringComparison.OrdinalIgnoreCase)),
    };

    private static int LastStart(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 4 && back <= bytes.Length; back++)
            if (bytes[^back] < 0x80) return bytes.Length - back + 1;
            else if (bytes[^back] >= 0xC0) return bytes.Length - back;
        return bytes.Length;
    }

    /// <summary>Characters of several bytes in a part that is UTF-8: the bytes that begin one.</summary>
    private static long Accents(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes)) return 0;
        var count = 0L;
        foreach (var one in bytes) if (one >= 0xC0) count++;
        return count;
    }

    private static void Count(ReadOnlySpan<byte> bytes, ref long good, ref long bad)
    {
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            if (status == System.Buffers.OperationStatus.Done) good += used > 1 ? 1 : 0;
            else bad++;
            bytes = bytes[Math.Max(1, used)..];
        }
    }

    /// <summary>Keeps the lines with bytes outside ASCII: the rest says nothing about the encoding.</summary>
    private static void Keep(ReadOnlySpan<byte> bytes, MemoryStream evidence)
    {
        foreach (var range in bytes.Split((byte)'\n'))
            if (evidence.Length < MostEvidence && !Ascii.IsValid(bytes[range])) evidence.Write(bytes[range]);
    }
}
