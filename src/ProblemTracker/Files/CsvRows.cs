using System.Text;

namespace ProblemTracker.Files;

/// <summary>One record of a file.</summary>
/// <param name="Line">Line where the record begins; the first line is 1. For GeoJSON: the number of the feature.</param>
/// <param name="Wrong">Why the record can't be read; if set, ignore its fields.</param>
internal sealed record CsvRow(long Line, IReadOnlyList<string> Fields, string? Wrong = null);

/// <summary>Reads a file as records with named fields, one at a time.</summary>
internal interface IRecordSource
{
    IReadOnlyList<string> Header { get; }

    /// <returns>Null at the end of the file.</returns>
    /// <exception cref="Invalid">At <c>file</c>: the rest of the file can't be read.</exception>
    Task<CsvRow?> Next(CancellationToken ct);
}

/// <summary>
/// Reads delimiter-separated text (RFC 4180), plain or gzipped, with only one record in memory at a time.
/// A stray quote invalidates only its own line. CsvHelper can't do that: it either reads the following lines into the field or rejects all
/// line breaks in quotes, which the narratives of real exports contain.
/// </summary>
internal sealed class CsvRows : IRecordSource
{
    private const int LongestLine = 1_000_000;
    /// <summary>A quoted field still open after this many lines has a stray quote.</summary>
    private const int MostLinesOfARecord = 100;
    /// <summary>Replaces bytes that can't be decoded; this noncharacter does not occur in text.</summary>
    private const char Undecodable = '\uFFFF';
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private const string NeverClosed = "A quoted field is never closed.";

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly Queue<string> _ahead = new();
    private int _position, _length;
    private long _line;
    private char _delimiter;

    private CsvRows(StreamReader text) => _text = text;

    /// <summary>Column names, trimmed.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Reads the header of a file, plain or gzipped.</summary>
    /// <inheritdoc cref="Read"/>
    public static async Task<CsvRows> Open(Stream content, string fileName, char? delimiter, CancellationToken ct) =>
        await Read(await FileContent.Unpack(content, fileName, ct), delimiter, ct);

    /// <summary>Reads the header of an unpacked file.</summary>
    /// <param name="delimiter">Null detects it: the most frequent of comma, semicolon, tab and bar in the header.</param>
    /// <exception cref="Invalid">At <c>file</c>: empty, named .gz but not gzip, not UTF-8, or a header that can't be read.</exception>
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

    /// <returns>Null at the end of the file. Skips blank lines.</returns>
    /// <exception cref="Invalid">At <c>file</c>: the rest is not text, or damaged.</exception>
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
            : $"The row has {fields.Count} {(fields.Count == 1 ? "field" : "fields")}; the header has {Header.Count}.";
        return new(at, fields, wrong);
    }

    /// <summary>
    /// Reads a record whose quoted field is open at the end of its line: it continues on the next lines if they close the field and the
    /// record then has as many fields as the header. Otherwise the quote was stray, and each of those lines is read again on its own.
    /// </summary>
    private async Task<(List<string> Fields, string? Wrong)> Join(string first, CancellationToken ct)
    {
        var seen = new List<string>();
        var joined = new StringBuilder(first);
        while (seen.Count < MostLinesOfARecord && joined.Length < LongestLine && await NextLine(ct) is { } line)
        {
            seen.Add(line);
            joined.Append('\n').Append(line);
            // Only a line with a quote can close the field.
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
                if (position < record.Length && record[position] != _delimiter)
                    return (fields, "There is text after a closing quote.", false);
                fields.Add(field.ToString());
            }
            else
            {
                var end = record.IndexOf(_delimiter, position);
                if (end < 0) end = record.Length;
                if (record.AsSpan(position, end - position).Contains('"'))
                    return (fields, "There is a quote inside an unquoted field.", false);
                fields.Add(record[position..end]);
                position = end;
            }
            if (position >= record.Length) return (fields, null, false);
            position++;
        }
    }

    /// <summary>The next line without its line break (CR LF, LF or CR); counts lines.</summary>
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
                throw Wrong($"Line {_line + 1} is longer than {LongestLine:N0} characters, so this is not a CSV or TSV table.");
        }
    }

    private string Line(string text)
    {
        _line++;
        return text.AsSpan().IndexOfAny(Undecodable, '\0') < 0 ? text
            : throw Wrong(text.Contains('\0')
                ? $"Line {_line} contains zero bytes, probably UTF-16. Save the file as UTF-8 and import it again."
                : $"Line {_line} is not valid UTF-8. Save the file as UTF-8 and import it again.");
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
    /// Decodes UTF-8, or UTF-16 with a byte-order mark. Replaces invalid bytes with a marker, so that errors can name their line.
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
