using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Reads JSON objects as records: a list of them, as open data portals export tables, or one per line. One field per member; those of an
/// object inside are <c>outer.inner</c>, and a point is "POINT (longitude latitude)". Only the first objects, which determine the header,
/// are in memory at once.
/// </summary>
internal sealed class JsonRows : IRecordSource
{
    /// <summary>Portals leave out members without a value, so that rare ones can come late.</summary>
    private const int RowsToCheck = 2000;

    /// <summary>Bytes; far more than a row needs.</summary>
    private const int LargestRow = 4 * 1024 * 1024, Looked = 64 * 1024;

    private static readonly JsonReaderOptions Several = new() { AllowMultipleValues = true };

    private readonly PipeReader _pipe;
    private readonly Queue<JsonElement> _ahead = new();
    private JsonReaderState _state = new(Several);
    private bool _isStart = true, _isEnded;
    private long _number;

    private JsonRows(Stream content) => _pipe = PipeReader.Create(content, new(bufferSize: Looked, leaveOpen: true));

    public IReadOnlyList<string> Header { get; private set; } = [];

    public string Undecoded => GeoJsonFile.NotText;

    /// <summary>Whether a JSON file begins like a table: with a list, or with an object that another one follows.</summary>
    /// <returns>The stream from its first byte, and the answer.</returns>
    public static async Task<(Stream Stream, bool IsTable)> Sniff(Stream content, CancellationToken ct)
    {
        var (stream, head) = await FileContent.Peek(content, Looked, ct);
        return (stream, IsTable(head));
    }

    /// <param name="content">The file; stays open.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">At <c>file</c>: empty, damaged, or its rows are no objects.</exception>
    public static async Task<JsonRows> Open(Stream content, CancellationToken ct)
    {
        var rows = new JsonRows(content);
        while (rows._ahead.Count < RowsToCheck && await rows.NextRow(ct) is { } row) rows._ahead.Enqueue(row);
        if (rows._ahead.Count == 0) throw Wrong("The file is an empty list, so there is nothing to import.");
        if (!rows._ahead.Any(row => row.ValueKind == JsonValueKind.Object))
            throw Wrong("The file is a JSON list whose rows have no names for their values. Export it as CSV, and import that file.");
        if (rows._ahead.All(row => row.ValueKind == JsonValueKind.Object && GeoJsonFile.Text(row, "type") == "Feature"))
            throw Wrong("The file is a list of GeoJSON features that are not in a collection. Export it as one GeoJSON FeatureCollection, "
                + "or as CSV.");
        rows.Header = [.. rows._ahead.SelectMany(Members).Select(member => member.Name).Distinct(StringComparer.Ordinal)];
        return rows;
    }

    public async Task<CsvRow?> Take(CancellationToken ct)
    {
        if (!_ahead.TryDequeue(out var row))
        {
            if (await NextRow(ct) is not { } next) return null;
            row = next;
        }
        _number++;
        if (row.ValueKind != JsonValueKind.Object) return new(_number, Header.Select(_ => "").ToList(), "The row is no object with names.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(row)) values.TryAdd(name, value);
        return new(_number, [.. Header.Select(name => values.GetValueOrDefault(name, ""))]);
    }

    private static bool IsTable(byte[] head)
    {
        var reader = new Utf8JsonReader(WithoutMark(head), isFinalBlock: false, new JsonReaderState(Several));
        try
        {
            if (!reader.Read()) return false;
            if (reader.TokenType == JsonTokenType.StartArray) return true;
            if (reader.TokenType != JsonTokenType.StartObject || !reader.TrySkip()) return false;
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] head) => head is [0xEF, 0xBB, 0xBF, ..] ? head.AsSpan(3) : head;

    private static IEnumerable<(string Name, string Value)> Members(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in row.EnumerateObject())
        {
            var (name, value) = (GeoJsonFile.NameOf(member), member.Value);
            if (value.ValueKind != JsonValueKind.Object) yield return (name, Text(value));
            else if (Point(value) is { } point) yield return (name, point);
            else
                foreach (var inner in value.EnumerateObject()) yield return ($"{name}.{GeoJsonFile.NameOf(inner)}", Text(inner.Value));
        }
    }

    private static string? Point(JsonElement value) => GeoJsonFile.Text(value, "type") == "Point"
        && GeoJsonFile.Member(value, "coordinates") is { ValueKind: JsonValueKind.Array } at && at.GetArrayLength() >= 2
            ? $"POINT ({at[0].GetRawText()} {at[1].GetRawText()})" : null;

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Null or JsonValueKind.Undefined => "",
                JsonValueKind.String => value.GetString() ?? "",
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            return $"{RecordSources.Undecodable}";
        }
    }

    private async Task<JsonElement?> NextRow(CancellationToken ct)
    {
        var line = _number + _ahead.Count + 1;
        try
        {
            while (!_isEnded)
            {
                var read = await _pipe.ReadAsync(ct);
                var row = Step(read.Buffer, read.IsCompleted, out var consumed);
                var isTooLarge = row is null && read.Buffer.Slice(consumed).Length > LargestRow;
                _isEnded = row is null && read.IsCompleted;
                _pipe.AdvanceTo(consumed, row is null ? read.Buffer.End : consumed);
                if (isTooLarge) throw Wrong($"Row {line} is larger than {LargestRow / 1024 / 1024} MB.");
                if (row is not null) return row;
            }
            return null;
        }
        catch (JsonException)
        {
            throw Wrong($"The file is damaged or was cut off: row {line} is not valid JSON.");
        }
        catch (InvalidDataException)
        {
            throw Wrong($"The file is damaged: it can't be unpacked beyond row {line - 1}.");
        }
    }

    /// <summary>Reads the next row; null if the buffer ends before its end.</summary>
    private JsonElement? Step(ReadOnlySequence<byte> buffer, bool isEnd, out SequencePosition consumed)
    {
        if (_isStart && buffer.Length >= 3 && buffer.Slice(0, 3).ToArray() is [0xEF, 0xBB, 0xBF]) buffer = buffer.Slice(3);
        _isStart = false;
        var reader = new Utf8JsonReader(buffer, isEnd, _state);
        while (true)
        {
            var before = reader;
            if (!reader.Read())
            {
                (consumed, _state) = (before.Position, before.CurrentState);
                return null;
            }
            // The list itself; of one row per line, there is none.
            if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                (consumed, _state) = (before.Position, before.CurrentState);
                return null;
            }
            (consumed, _state) = (reader.Position, reader.CurrentState);
            using (document) return document.RootElement.Clone();
        }
    }

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
