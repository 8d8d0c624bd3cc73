using System.Text;

namespace ProblemTracker.Files;

/// <summary>
/// Reads delimiter-separated text (RFC 4180), plain or gzipped, with only one record in memory at a time.
/// Text after a closing quote belongs to the field, as in Excel. A stray quote invalidates only its own line, bytes of another encoding
/// only their row. CsvHelper can't do that: it either reads the following lines into the field or rejects all line breaks in quotes, which
/// the narratives of real exports contain.
/// </summary>
internal sealed class CsvRows : IRecordSource
{
    private const int LongestLine = 1_000_000;
    /// <summary>A quoted field still open after this many lines has a stray quote.</summary>
    private const int MostLinesOfARecord = 100;
    /// <summary>Characters of a field that an error quotes.</summary>
    private const int LongestQuoted = 40;
    private const string NeverClosed = "A quoted field is never closed.";

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly Queue<string> _ahead = new();
    private int _position, _length, _width;
    private bool _isExact;
    private long _line;

    private CsvRows(StreamReader text, string encoding) => (_text, EncodingName) = (text, encoding);

    /// <summary>Column names, trimmed; one without a name is called by its number.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Line of the header; 0 if the file has none.</summary>
    public int HeaderLine { get; private set; }

    public char Delimiter { get; private set; }

    /// <summary>Name of the encoding, one of <see cref="TextEncoding.Choices"/>.</summary>
    public string EncodingName { get; }

    public string Undecoded => $"bytes that are not {TextEncoding.LabelOf(EncodingName)}";

    /// <summary>Reads the header of a file: plain, gzipped, or alone in a zip file.</summary>
    /// <inheritdoc cref="Read"/>
    public static async Task<CsvRows> Open(Stream content, string fileName, CsvLayout layout, CancellationToken ct)
    {
        // The encoding is known only at the end of the file.
        if (layout.Encoding is null && content.CanSeek)
        {
            layout = layout with { Encoding = await Detect((await FileContent.Open(content, fileName, ct)).Stream, ct) };
            content.Position = 0;
        }
        return await Read((await FileContent.Open(content, fileName, ct)).Stream, layout, ct);
    }

    /// <summary>Reads the header of an unpacked file.</summary>
    /// <param name="content">The text; UTF-8 if the layout names no encoding and no byte-order mark does.</param>
    /// <param name="layout">What is known of the file.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="Invalid">At <c>file</c>: empty, damaged, or a header that can't be read.</exception>
    public static async Task<CsvRows> Read(Stream content, CsvLayout layout, CancellationToken ct)
    {
        var rows = await Decode(content, layout.Encoding, ct);
        rows._isExact = layout.IsExact;
        var head = new List<string>();
        while (head.Count < Math.Max(CsvHead.Lines, layout.HeaderLine ?? 0) && await rows.NextLine(ct) is { } line) head.Add(line);
        if (head.All(string.IsNullOrWhiteSpace)) throw Wrong(FileContent.Empty);
        var found = CsvHead.Find(head, rows.Fields, layout);
        (rows.Delimiter, rows._width, rows.HeaderLine) = (found.Delimiter, found.Width, found.Header + 1);
        rows._line = 0;
        foreach (var line in head) rows._ahead.Enqueue(line);
        var skipped = found.Header < 0 ? found.First : found.Header;
        for (var i = 0; i < skipped; i++) await rows.NextLine(ct);
        await rows.TakeHeader(found.Header < 0, ct);
        return rows;
    }

    private async Task TakeHeader(bool isMissing, CancellationToken ct)
    {
        if (isMissing)
        {
            Header = [.. Enumerable.Range(1, _width).Select(Named)];
            return;
        }
        var header = await NextLine(ct) ?? "";
        var (fields, wrong, isOpen) = Split(header, Delimiter, isLoose: false);
        // A column's name can contain a line break.
        if (isOpen) (fields, wrong) = await Join(header, isHeader: true, ct);
        if (wrong is not null || IsBroken(header))
            throw Wrong($"The header in line {HeaderLine} can't be read. {wrong ?? "It is not text."}");
        while (fields.Count > 1 && fields.Count > _width && string.IsNullOrWhiteSpace(fields[^1])) fields.RemoveAt(fields.Count - 1);
        List<string> names = [.. fields.Select((name, at) => name.IsBlank() ? Named(at + 1) : name.Trim())];
        // A list that a person wrote for this program says what is twice in it.
        Header = _isExact ? names : RecordSources.Distinct(names);
    }

    private static string Named(int number) => $"Column {number}";

    private IReadOnlyList<string>? Fields(string line, char delimiter) =>
        Split(line, delimiter, isLoose: false) is (var fields, null, false) ? fields : null;

    /// <returns>Null at the end of the file. Skips blank lines.</returns>
    /// <exception cref="Invalid">At <c>file</c>: the rest is not text, or damaged.</exception>
    public async Task<CsvRow?> Take(CancellationToken ct)
    {
        string? line;
        do line = await NextLine(ct);
        while (line is not null && string.IsNullOrWhiteSpace(line));
        if (line is null) return null;

        var at = _line;
        var (fields, wrong, isOpen) = Split(line, Delimiter, isLoose: !_isExact);
        if (isOpen) (fields, wrong) = await Join(line, isHeader: false, ct);
        return new(at, fields, wrong ?? Fit(fields));
    }

    /// <summary>Fills a short row with blanks and cuts blanks beyond the header, as spreadsheet programs do.</summary>
    private string? Fit(List<string> fields)
    {
        if (_isExact && fields.Count != Header.Count)
            return $"The row has {fields.Count} {(fields.Count == 1 ? "field" : "fields")}; the header has {Header.Count}.";
        while (fields.Count > Header.Count && string.IsNullOrWhiteSpace(fields[^1])) fields.RemoveAt(fields.Count - 1);
        if (fields.Count > Header.Count) return TooMany(fields);
        while (fields.Count < Header.Count) fields.Add("");
        return null;
    }

    /// <summary>Most rows with more fields than the header have a text with the separator in it.</summary>
    private string TooMany(List<string> fields)
    {
        var more = fields.Count - Header.Count;
        // After a comma in a text there is a space, after a separator mostly none.
        var split = fields.Skip(1).Where(field => field.Length > 1 && field[0] == ' ' && field[1] != ' ').ToList();
        var where = split is [var rest] && Texts.IsPlain(rest) && !rest.Contains('"') && rest.Length <= LongestQuoted
            ? $", before \"{rest.Trim()}\"" : "";
        return $"The row has {fields.Count} fields, {more} more than the header. Probably a {Delimiters.NameOf(Delimiter)} within a text "
            + $"splits it{where}: put quotes around such a text.";
    }

    private static bool IsBroken(string text) => text.AsSpan().IndexOfAny(RecordSources.Undecodable, '\0') >= 0;

    /// <summary>
    /// Reads a record whose quoted field is open at the end of its line: it continues on the next lines if they close the field and the
    /// record then has as many fields as the header. Otherwise the quote was stray, and each of those lines is read again on its own.
    /// </summary>
    private async Task<(List<string> Fields, string? Wrong)> Join(string first, bool isHeader, CancellationToken ct)
    {
        var seen = new List<string>();
        var joined = new StringBuilder(first);
        while (seen.Count < MostLinesOfARecord && joined.Length < LongestLine && await NextLine(ct) is { } line)
        {
            seen.Add(line);
            joined.Append('\n').Append(line);
            // Only a line with a quote can close the field.
            if (!line.Contains('"')) continue;
            var (fields, wrong, isOpen) = Split(joined.ToString(), Delimiter, isLoose: false);
            if (isOpen) continue;
            var count = isHeader ? _width : Header.Count;
            if (wrong is null && (fields.Count == count || fields.Count == _width)) return (fields, null);
            break;
        }
        _line -= seen.Count;
        var later = _ahead.ToArray();
        _ahead.Clear();
        foreach (var line in seen.Concat(later)) _ahead.Enqueue(line);
        return ([], NeverClosed);
    }

    /// <param name="isLoose">
    /// Whether text after a closing quote belongs to the field, with its quotes; never for records on several lines, because a stray quote
    /// would take the following ones with it.
    /// </param>
    private (List<string> Fields, string? Wrong, bool IsOpen) Split(string record, char delimiter, bool isLoose)
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
                if (position < record.Length && record[position] != delimiter)
                {
                    if (!isLoose) return (fields, "There is text after a closing quote.", false);
                    var end = record.IndexOf(delimiter, position);
                    if (end < 0) end = record.Length;
                    field.Append(record, position, end - position);
                    position = end;
                }
                fields.Add(Shown(field.ToString()));
            }
            else
            {
                var end = record.IndexOf(delimiter, position);
                if (end < 0) end = record.Length;
                // A quote that does not begin the field is an inch sign.
                fields.Add(Shown(record[position..end]));
                position = end;
            }
            if (position >= record.Length) return (fields, null, false);
            position++;
        }
    }

    /// <summary>
    /// What a spreadsheet program shows: a formula that is nothing but a text, such as ="0012", keeps zeros at the beginning. In a list
    /// that a person wrote for this program, formulas are text like any other.
    /// </summary>
    private string Shown(string field)
    {
        if (_isExact || !field.StartsWith("=\"", StringComparison.Ordinal)) return field;
        if (field.TrimEnd() is not { Length: > 2 } whole || whole[^1] != '"') return field;
        var text = whole[2..^1];
        var bare = text.Replace("\"\"", "", StringComparison.Ordinal);
        return bare.Contains('"') ? field : text.Replace("\"\"", "\"", StringComparison.Ordinal);
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
        return text;
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

    /// <summary>Decodes a text; replaces invalid bytes with a marker, so that only their rows are rejected.</summary>
    private static async Task<CsvRows> Decode(Stream content, string? encoding, CancellationToken ct)
    {
        try
        {
            var (stream, head) = await FileContent.Peek(content, 2, ct);
            var name = encoding ?? (head is [0xFF, 0xFE] ? "utf-16" : head is [0xFE, 0xFF] ? "utf-16BE" : TextEncoding.Utf8);
            var known = TextEncoding.NameOf(name) ?? throw new Invalid("encoding", $"There is no encoding \"{name}\".");
            var decoder = (Encoding)Encoding.GetEncoding(known).Clone();
            decoder.DecoderFallback = new DecoderReplacementFallback(RecordSources.Undecodable.ToString());
            var rows = new CsvRows(new(stream, decoder, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024), known);
            await rows.SkipMark(ct);
            return rows;
        }
        catch (InvalidDataException)
        {
            throw Wrong("The file is damaged: it can't be unpacked.");
        }
    }

    private async Task SkipMark(CancellationToken ct)
    {
        if (await Fill(ct) && _buffer[0] == '\uFEFF') _position++;
    }

    private static async Task<string> Detect(Stream content, CancellationToken ct)
    {
        try
        {
            return await TextEncoding.Detect(content, ct);
        }
        catch (InvalidDataException)
        {
            // The rows up to the damage are still read, so that the error can name its line.
            return TextEncoding.Utf8;
        }
    }

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
