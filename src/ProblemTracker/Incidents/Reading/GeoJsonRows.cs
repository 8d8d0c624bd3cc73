using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Reads the points of a GeoJSON FeatureCollection as records: one field per property, and two for the coordinates. If the file names a
/// projection, they are converted to degrees of WGS84; otherwise they are as in the file. Reads feature by feature; only the first hundred,
/// which determine the header, are in memory at once.
/// </summary>
internal sealed class GeoJsonRows : IRecordSource
{
    public const string Longitude = "point.longitude", Latitude = "point.latitude";

    private const int RowsToCheck = 100;
    /// <summary>Bytes; far more than a point needs.</summary>
    private const int LargestFeature = 4 * 1024 * 1024;

    private enum Found { More, Feature, End }
    private enum Place { Start, Members, Features }

    private readonly PipeReader _pipe;
    private readonly Queue<JsonElement> _ahead = new();
    private JsonReaderState _state;
    private Place _place = Place.Start;
    private bool _hasFeatures;
    private long _number;

    private GeoJsonRows(Stream content, Projection? projection)
    {
        _pipe = PipeReader.Create(content, new(bufferSize: 64 * 1024, leaveOpen: true));
        Projection = projection;
    }

    public IReadOnlyList<string> Header { get; private set; } = [];

    public string Undecoded => GeoJsonFile.NotText;

    /// <summary>The coordinate system that the file names, or else the one that a person chose; null: degrees.</summary>
    public Projection? Projection { get; private set; }

    /// <summary>Whether the first features are areas, and none of them a point: a map of neighborhoods, not incidents.</summary>
    public bool HasShapes { get; private set; }

    /// <summary>Whether a map takes the coordinates of the file's points, and not those of two other fields.</summary>
    public static bool HasPoints(IncidentMap map) => map.Columns.GetValueOrDefault(IncidentMap.Longitude) is Longitude or Latitude;

    /// <param name="content">The file; stays open.</param>
    /// <param name="projection">Used if the file names none.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: not a FeatureCollection, one without features, Esri JSON, or in a projection that isn't known.
    /// </exception>
    public static async Task<GeoJsonRows> Open(Stream content, Projection? projection, CancellationToken ct)
    {
        var rows = new GeoJsonRows(content, projection);
        while (rows._ahead.Count < RowsToCheck && await rows.NextFeature(ct) is { } feature) rows._ahead.Enqueue(feature);
        if (!rows._hasFeatures) throw Wrong(GeoJson.NoCollection);
        if (rows._ahead.Count == 0) throw Wrong("The file has no features, so there is nothing to import.");
        if (rows._ahead.All(IsEsri)) throw Wrong(GeoJsonFile.EsriJson);
        var kinds = rows._ahead.Select(ReadableKindOf).OfType<string>().ToList();
        rows.HasShapes = kinds.Exists(kind => kind is "Polygon" or "MultiPolygon")
            && !kinds.Exists(kind => kind is "Point" or "MultiPoint");
        rows.Header = [.. rows._ahead.SelectMany(Properties).Select(GeoJsonFile.NameOf).Distinct(), Longitude, Latitude];
        return rows;
    }

    public async Task<CsvRow?> Take(CancellationToken ct)
    {
        if (!_ahead.TryDequeue(out var feature))
        {
            if (await NextFeature(ct) is not { } next) return null;
            feature = next;
        }
        _number++;
        var values = Properties(feature).ToLookup(GeoJsonFile.NameOf, p => p.Value);
        var fields = Header.Select(name => values[name].Select(Text).FirstOrDefault() ?? "").ToList();
        try
        {
            var wrong = Point(feature, out var longitude, out var latitude);
            (fields[^2], fields[^1]) = (longitude, latitude);
            return new(_number, fields, wrong);
        }
        catch (InvalidOperationException)
        {
            return new(_number, fields, $"The feature contains {GeoJsonFile.NotText}.");
        }
    }

    private static bool IsEsri(JsonElement feature) => feature.ValueKind == JsonValueKind.Object
        && GeoJsonFile.Member(feature, "attributes") is not null && GeoJsonFile.Member(feature, "properties") is null;

    private static IEnumerable<JsonProperty> Properties(JsonElement feature) =>
        feature.ValueKind == JsonValueKind.Object && GeoJsonFile.Member(feature, "properties") is { ValueKind: JsonValueKind.Object } found
            ? found.EnumerateObject() : [];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => GeoJsonFile.Decoded(value),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    /// <returns>What is wrong with the whole feature; without a place, the incident is kept.</returns>
    private string? Point(JsonElement feature, out string longitude, out string latitude)
    {
        (longitude, latitude) = ("", "");
        if (feature.ValueKind != JsonValueKind.Object) return "This is not a GeoJSON Feature.";
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind == JsonValueKind.Null) return null;
        var type = KindOf(feature);
        // An incident has one point. Any other shape is a place that can't be read, not a mark of a missing one.
        longitude = latitude = type is null ? "no type, no point" : $"{type}, no point";
        if (type is not ("Point" or "MultiPoint") || !geometry.TryGetProperty("coordinates", out var at)) return null;
        if (type == "MultiPoint")
        {
            if (at.ValueKind != JsonValueKind.Array || at.GetArrayLength() != 1) return null;
            at = at[0];
        }
        if (at.ValueKind != JsonValueKind.Array || at.GetArrayLength() < 2
            || at.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.Number)) return null;
        (longitude, latitude) = (at[0].GetRawText(), at[1].GetRawText());
        // Some programs write the name of a projection beside degrees.
        if (Projection is null or { IsDegrees: true } || (!Projection.Terms.IsGeographic && IsDegrees(at[0], 180) && IsDegrees(at[1], 90)))
            return null;
        var place = Projection.ToDegrees(at[0].GetDouble(), at[1].GetDouble());
        if (double.IsNaN(place.Latitude)) return $"The point is on no map of {Projection}.";
        (longitude, latitude) =
            (FormattableString.Invariant($"{place.Longitude:0.########}"), FormattableString.Invariant($"{place.Latitude:0.########}"));
        return null;
    }

    /// <summary>The type of a feature's geometry; null if it has none.</summary>
    private static string? KindOf(JsonElement feature) => feature.ValueKind == JsonValueKind.Object
        && feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object
        && geometry.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;

    /// <summary>The same; null also if the feature has a name that is no text.</summary>
    private static string? ReadableKindOf(JsonElement feature)
    {
        try
        {
            return KindOf(feature);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsDegrees(JsonElement value, double most) => Math.Abs(value.GetDouble()) <= most;

    /// <summary>The coordinate system by its name, which must come before the features.</summary>
    private Projection? Named(JsonElement crs)
    {
        if (GeoJson.NameOfCrs(crs) is not { } name) return null;
        var named = Projection.ByCode(name) ?? throw Wrong($"The file's coordinates are in {name}, which is not known here. "
            + "Export it in WGS84 (CRS84: longitude, latitude in degrees).");
        return !_hasFeatures || named.IsDegrees ? named : throw Wrong($"The file's coordinates are in {name}, but it says so only after "
            + "its features. Export it in WGS84 (CRS84: longitude, latitude in degrees).");
    }

    private async Task<JsonElement?> NextFeature(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var read = await _pipe.ReadAsync(ct);
                var found = Step(read.Buffer, read.IsCompleted, out var consumed, out var feature);
                var isTooLarge = found == Found.More && read.Buffer.Slice(consumed).Length > LargestFeature;
                _pipe.AdvanceTo(consumed, found == Found.More ? read.Buffer.End : consumed);
                if (isTooLarge)
                    throw Wrong($"An item after feature {_number + _ahead.Count} is larger than {LargestFeature / 1024 / 1024} MB. "
                        + "The file must be a collection of points.");
                if (found == Found.Feature) return feature;
                if (found == Found.End) return null;
            }
        }
        catch (JsonException error)
        {
            throw Wrong($"The file is damaged or was cut off: it is not valid JSON from line {error.LineNumber + 1}, "
                + $"byte {error.BytePositionInLine + 1}.");
        }
        catch (InvalidDataException)
        {
            throw Wrong($"The file is damaged: it can't be unpacked beyond feature {_number + _ahead.Count}.");
        }
        catch (InvalidOperationException)
        {
            // A name beside the features; those are decoded one by one.
            throw Wrong($"The file contains {GeoJsonFile.NotText}. Export it again as UTF-8.");
        }
    }

    /// <summary>Reads to the next feature, or to the end of the buffer.</summary>
    private Found Step(ReadOnlySequence<byte> buffer, bool isEnd, out SequencePosition consumed, out JsonElement feature)
    {
        feature = default;
        if (_place == Place.Start && buffer.Length >= 3 && buffer.Slice(0, 3).ToArray() is [0xEF, 0xBB, 0xBF]) buffer = buffer.Slice(3);
        var reader = new Utf8JsonReader(buffer, isEnd, _state);
        while (true)
        {
            var before = reader;
            // A name and its value are read together. If the buffer ends between them, start again at the name with more data.
            if (!reader.Read() || !Take(ref reader, ref feature, out var found))
            {
                (consumed, _state) = (before.Position, before.CurrentState);
                return isEnd && before.CurrentDepth == 0 && _place != Place.Start ? Found.End : Found.More;
            }
            if (found == Found.More) continue;
            (consumed, _state) = (reader.Position, reader.CurrentState);
            return found;
        }
    }

    /// <returns>False if the buffer ends inside a part that must be read at once.</returns>
    private bool Take(ref Utf8JsonReader reader, ref JsonElement feature, out Found found)
    {
        found = Found.More;
        switch (_place)
        {
            case Place.Start:
                if (reader.TokenType != JsonTokenType.StartObject) throw Wrong(GeoJson.NoCollection);
                _place = Place.Members;
                return true;
            case Place.Members when reader.TokenType == JsonTokenType.PropertyName:
                var name = reader.GetString();
                if (name == "features")
                {
                    if (!reader.Read()) return false;
                    if (reader.TokenType != JsonTokenType.StartArray) throw Wrong(GeoJson.NoCollection);
                    (_place, _hasFeatures) = (Place.Features, true);
                    return true;
                }
                if (!JsonDocument.TryParseValue(ref reader, out var member)) return false;
                using (member)
                    if (name == "crs") Projection = Named(member.RootElement);
                return true;
            case Place.Features when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.Members;
                return true;
            case Place.Features:
                if (!JsonDocument.TryParseValue(ref reader, out var document)) return false;
                using (document) feature = document.RootElement.Clone();
                found = Found.Feature;
                return true;
            default:
                return true;
        }
    }

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
