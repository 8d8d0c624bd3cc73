using System.Text;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>One record of a file.</summary>
/// <param name="Line">Where it begins; the first line of the file is 1. Of GeoJSON: the number of the feature.</param>
/// <param name="Wrong">Why it can't be read; its fields are then of no use.</param>
internal sealed record CsvRow(long Line, IReadOnlyList<string> Fields, string? Wrong = null);

/// <summary>A file as records with named fields, read one after the other.</summary>
internal interface IRecordSource
{
    IReadOnlyList<string> Header { get; }

    /// <returns>Null at the end of the file.</returns>
    /// <exception cref="Invalid">At <c>file</c>: what follows can't be read.</exception>
    Task<CsvRow?> Next(CancellationToken ct);
}

/// <summary>
/// Reads delimiter-separated text (RFC 4180) record by record, plain or gzipped, never more of it in memory than one record.
/// A stray quote costs its own line and no other: CsvHelper either lets it swallow what follows or refuses every line break in quotes, and
/// the narratives of real exports have such breaks.
/// </summary>
internal sealed class CsvRows : IRecordSource
{
    private const int LongestLine = 1_000_000;
    /// <summary>A quoted field that is still open after so many lines was never meant to be one.</summary>
    private const int MostLinesOfARecord = 100;
    /// <summary>Stands for bytes that are no text; no text holds this noncharacter.</summary>
    private const char Undecodable = '\uFFFF';
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private const string NeverClosed = "A quote is opened and never closed.";

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly Queue<string> _ahead = new();
    private int _position, _length;
    private long _line;
    private char _delimiter;

    private CsvRows(StreamReader text) => _text = text;

    /// <summary>The columns' names, trimmed.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Reads the header of a file, plain or gzipped.</summary>
    /// <inheritdoc cref="Read"/>
    public static async Task<CsvRows> Open(Stream content, string fileName, char? delimiter, CancellationToken ct) =>
        await Read(await FileContent.Unpack(content, fileName, ct), delimiter, ct);

    /// <summary>Reads the header of what is unpacked already.</summary>
    /// <param name="delimiter">Null finds out: comma, semicolon, tab or bar, whichever the header holds most of.</param>
    /// <exception cref="Invalid">At <c>file</c>: empty, not gzip though its name says so, not UTF-8, or a header that can't be
    /// read.</exception>
    public static async Task<CsvRows> Read(Stream content, char? delimiter, CancellationToken ct)
    {
        var rows = new CsvRows(await Decode(content, ct));
        string? header;
        do header = await rows.NextLine(ct);
        while (header is not null && string.IsNullOrWhiteSpace(header));
        if (header is null) throw Wrong(FileContent.Empty);
        rows._delimiter = delimiter ?? Delimiters.MaxBy(d => header.Count(c => c == d));
        var (fields, wrong, isOpen) = rows.Split(header);
        if (wrong is not null || isOpen) throw Wrong($"The header in line {rows._line} can't be read. {wrong ?? NeverClosed}");
        rows.Header = [.. fields.Select(name => name.Trim())];
        return rows;
    }

    /// <returns>Null at the end of the file. Blank lines are passed over.</returns>
    /// <exception cref="Invalid">At <c>file</c>: what follows is no text, or damaged.</exception>
    public async Task<CsvRow?> Next(CancellationToken ct)
    {
        string? line;
        do line = await NextLine(ct);
        while (line is not null && string.IsNullOrWhiteSpace(line));
        if (line is null) return null;

        var at = _line;
        var (fields, wrong, isOpen) = Split(line);
        if (isOpen) (fields, wrong) = await Join(line, ct);
        wrong ??= fields.Count == Header.Count ? null
            : $"It has {fields.Count} {(fields.Count == 1 ? "field" : "fields")}, the header has {Header.Count}.";
        return new(at, fields, wrong);
    }

    /// <summary>
    /// A record whose quotes are open at the end of its line goes on in the next lines, if they close them and the fields then are as many
    /// as the header's. If not, the quote was a stray one: the lines looked at are read again, each by itself.
    /// </summary>
    private async Task<(List<string> Fields, string? Wrong)> Join(string first, CancellationToken ct)
    {
        var seen = new List<string>();
        var joined = new StringBuilder(first);
        while (seen.Count < MostLinesOfARecord && joined.Length < LongestLine && await NextLine(ct) is { } line)
        {
            seen.Add(line);
            joined.Append('\n').Append(line);
            // Only a line that holds a quote can close one.
            if (!line.Contains('"')) continue;
            var (fields, wrong, isOpen) = Split(joined.ToString());
            if (isOpen) continue;
            if (wrong is null && fields.Count == Header.Count) return (fields, null);
            break;
        }
        _line -= seen.Count;
        var later = _ahead.ToArray();
        _ahead.Clear();
        foreach (var line in seen.Concat(later)) _ahead.Enqueue(line);
        return ([], NeverClosed);
    }

    private (List<string> Fields, string? Wrong, bool IsOpen) Split(string record)
    {
        var fields = new List<string>(Math.Max(4, Header.Count));
        var position = 0;
        while (true)
        {
            if (position < record.Length && record[position] == '"')
            {
                var field = new StringBuilder();
                while (true)
                {
                    var quote = record.IndexOf('"', position + 1);
                    if (quote < 0) return (fields, null, true);
                    field.Append(record, position + 1, quote - position - 1);
                    position = quote + 1;
                    if (position >= record.Length || record[position] != '"') break;
                    field.Append('"');
                }
                if (position < record.Length && record[position] != _delimiter) return (fields, "Text follows a closing quote.", false);
                fields.Add(field.ToString());
            }
            else
            {
                var end = record.IndexOf(_delimiter, position);
                if (end < 0) end = record.Length;
                if (record.AsSpan(position, end - position).Contains('"'))
                    return (fields, "A quote stands inside a field that is not in quotes.", false);
                fields.Add(record[position..end]);
                position = end;
            }
            if (position >= record.Length) return (fields, null, false);
            position++;
        }
    }

    /// <summary>The next line without its end (CR LF, LF or CR), counted.</summary>
    private async Task<string?> NextLine(CancellationToken ct)
    {
        if (_ahead.TryDequeue(out var known))
        {
            _line++;
            return known;
        }
        StringBuilder? begun = null;
        while (true)
        {
            if (_position == _length && !await Fill(ct))
            {
                if (begun is null) return null;
                return Line(begun.ToString());
            }
            var end = _buffer.AsSpan(_position, _length - _position).IndexOfAny('\n', '\r');
            if (end >= 0)
            {
                var part = new string(_buffer, _position, end);
                _position += end + 1;
                if (_buffer[_position - 1] == '\r' && (_position < _length || await Fill(ct)) && _buffer[_position] == '\n') _position++;
                return Line(begun is null ? part : begun.Append(part).ToString());
            }
            (begun ??= new()).Append(_buffer, _position, _length - _position);
            _position = _length;
            if (begun.Length > LongestLine)
                throw Wrong($"Line {_line + 1} is longer than {LongestLine:N0} characters. This is not a table of text.");
        }
    }

    private string Line(string text)
    {
        _line++;
        return text.AsSpan().IndexOfAny(Undecodable, '\0') < 0 ? text
            : throw Wrong(text.Contains('\0')
                ? $"Line {_line} holds zero bytes, as UTF-16 without its mark does. Save the file as UTF-8 and import it again."
                : $"Line {_line} holds bytes that are not UTF-8. Save the file as UTF-8 and import it again.");
    }

    private async Task<bool> Fill(CancellationToken ct)
    {
        try
        {
            (_position, _length) = (0, await _text.ReadAsync(_buffer, ct));
            return _length > 0;
        }
        catch (InvalidDataException)
        {
            throw Wrong($"The file is damaged: it can't be unpacked beyond line {_line}.");
        }
    }

    /// <summary>
    /// UTF-8, or UTF-16 where its mark says so. Bytes that are no text are kept visible, so that their line can be named.
    /// </summary>
    private static async Task<StreamReader> Decode(Stream content, CancellationToken ct)
    {
        try
        {
            var (stream, head) = await FileContent.Peek(content, 2, ct);
            var name = head is [0xFF, 0xFE] ? "utf-16" : head is [0xFE, 0xFF] ? "utf-16BE" : "utf-8";
            var encoding = Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback,
                new DecoderReplacementFallback(Undecodable.ToString()));
            return new(stream, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        }
        catch (InvalidDataException)
        {
            throw Wrong("The file is damaged: it can't be unpacked.");
        }
    }

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
