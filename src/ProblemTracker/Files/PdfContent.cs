using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Files;

/// <summary>
/// Finds what a PDF could do besides being read: scripts, programs to start, other files inside it. Looks at the objects in the open and at
/// those in compressed object streams. Downloads are guarded as well, since no search of this kind can be complete.
/// </summary>
internal static partial class PdfContent
{
    /// <summary>Unpacked bytes of all object streams; ordinary documents stay far below.</summary>
    private const int MostUnpacked = 64 * 1024 * 1024;

    /// <summary>Where the dictionary of a stream is looked for before it.</summary>
    private const int LongestDictionary = 2048;

    private const string Broken = "is a PDF that is damaged or incomplete. Save it again, then add it.";
    private const string TooLarge = "is a PDF that unpacks to far more than a document has. Print it to a new PDF, and add that.";
    private const string Active = "is a PDF with a script, a program to start or other files in it. Print it to a new PDF, and add that.";

    /// <returns>Null if nothing speaks against it; otherwise a sentence to follow the file's name.</returns>
    public static string? Fault(byte[] content)
    {
        if (content.AsSpan()[^Math.Min(content.Length, 2048)..].IndexOf("%%EOF"u8) < 0) return Broken;
        var open = new StringBuilder();
        var unpacked = 0;
        var at = 0;
        while (NextStream(content, at) is { } stream)
        {
            open.Append(Encoding.Latin1.GetString(content, at, stream.Start - at)).Append('\n');
            var head = Encoding.Latin1.GetString(content, Math.Max(at, stream.Start - LongestDictionary),
                Math.Min(LongestDictionary, stream.Start - at));
            if (Plain(head[(head.LastIndexOf(" obj", StringComparison.Ordinal) + 1)..]).Contains("/ObjStm", StringComparison.Ordinal))
            {
                if (Unpack(content.AsMemory(stream.Start, stream.End - stream.Start), MostUnpacked - unpacked) is not { } objects)
                    return TooLarge;
                unpacked += objects.Length;
                if (IsActive(objects)) return Active;
            }
            at = stream.End;
        }
        open.Append(Encoding.Latin1.GetString(content, at, content.Length - at));
        return IsActive(open.ToString()) ? Active : null;
    }

    private static (int Start, int End)? NextStream(byte[] content, int from)
    {
        while (true)
        {
            var found = content.AsSpan(from).IndexOf("stream"u8);
            if (found < 0) return null;
            var start = from + found + "stream"u8.Length;
            // A stream begins on a new line; "endstream" and words with "stream" in them don't count.
            if (start < content.Length && content[start] is (byte)'\r' or (byte)'\n'
                && !content.AsSpan(0, from + found).EndsWith("end"u8))
            {
                while (start < content.Length && content[start] is (byte)'\r' or (byte)'\n') start++;
                var end = content.AsSpan(start).IndexOf("endstream"u8);
                return (start, end < 0 ? content.Length : start + end);
            }
            from = start;
        }
    }

    /// <returns>Null if it is larger than allowed. What can't be unpacked counts as empty, since no reader can show it either.</returns>
    private static string? Unpack(ReadOnlyMemory<byte> packed, int most)
    {
        using var source = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (whole.Length + read > most) return null;
                whole.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // Keep what could be read: readers do as well.
        }
        return Encoding.Latin1.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static bool IsActive(string objects) => ActiveNames().IsMatch(Plain(objects));

    /// <summary>Names can be written with codes: <c>/J#61vaScript</c>.</summary>
    private static string Plain(string objects) => !objects.Contains('#') ? objects
        : Code().Replace(objects, code => ((char)int.Parse(code.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToString());

    [GeneratedRegex("#([0-9A-Fa-f]{2})")]
    private static partial Regex Code();

    [GeneratedRegex(@"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9_.-])")]
    private static partial Regex ActiveNames();
}
