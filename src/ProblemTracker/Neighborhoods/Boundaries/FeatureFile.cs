using System.Text.Json;
using NetTopologySuite.Geometries;
using ProblemTracker.Files;

namespace ProblemTracker.Neighborhoods;

/// <summary>A feature of a file of shapes.</summary>
/// <param name="Number">Its place in the file, from 1.</param>
/// <param name="Fields">Its properties as text, in order; those that are objects or lists have <c>IsName</c> false.</param>
/// <param name="Kind">The type of its geometry as GeoJSON calls it; null if it has none.</param>
/// <param name="Shape">Its geometry in the file's coordinates; null without one, or with one that can't be read.</param>
/// <param name="Fault">Why its geometry can't be read; null if it can.</param>
internal sealed record FileFeature(int Number, IReadOnlyList<(string Name, string Text, bool IsName)> Fields, string? Kind, Geometry? Shape,
    string? Fault)
{
    /// <summary>Whether a ring had to be closed.</summary>
    public bool WasOpen { get; init; }

    /// <summary>Whether this is no feature at all.</summary>
    public bool IsOther { get; init; }

    /// <summary>The text of a property; null if there is none.</summary>
    public (string Text, bool IsName)? Field(string name) => Fields.Where(field => field.Name == name)
        .Select(field => ((string, bool)?)(field.Text, field.IsName)).FirstOrDefault();
}

/// <summary>Reads the features of a GeoJSON FeatureCollection or of a zipped shapefile into memory, plain or gzipped.</summary>
internal sealed class FeatureFile
{
    /// <summary>Unpacked size in bytes; limited because shapes are read into memory.</summary>
    private const int Largest = 64 * 1024 * 1024;

    public required IReadOnlyList<FileFeature> Features { get; init; }

    /// <summary>The projection that the file names; null if it names none, or one that isn't known.</summary>
    public Projection? Projection { get; private init; }

    /// <summary>The name of a projection that isn't known.</summary>
    public string? UnknownProjection { get; private init; }

    /// <param name="content">The file; read to its end, not disposed.</param>
    /// <param name="fileName">For errors.</param>
    /// <param name="kind">What the layer of a shapefile must be.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">At <c>file</c>: another format, damaged, too large, or without features.</exception>
    public static async Task<FeatureFile> Read(Stream content, string fileName, ShapeKind kind, CancellationToken ct)
    {
        var opened = await FileContent.Open(content, fileName, ct);
        try
        {
            return opened.Format switch
            {
                FileFormat.Json => await Json(opened.Stream, ct),
                FileFormat.Shapefile => await Shapes(opened.Stream, kind, ct),
                _ => throw GeoJsonFile.Wrong(await IsEmpty(opened, ct) ? FileContent.Empty : Objection(opened, kind)!),
            };
        }
        finally
        {
            if (opened.Stream != content) await opened.Stream.DisposeAsync();
        }
    }

    /// <summary>Why a file of another format can't be read for its shapes; null if it can be tried.</summary>
    public static string? Objection(OpenedFile opened, ShapeKind kind)
    {
        if (opened.Format is FileFormat.Json or FileFormat.Shapefile) return null;
        var (what, shapes) = kind == ShapeKind.Lines ? ("streets", "lines") : ("neighborhoods", "polygons");
        return opened.Format == FileFormat.Text
            ? $"{opened.FileName} is a table of text, not GeoJSON. Upload {what} as a GeoJSON FeatureCollection of {shapes}, "
                + "or as a zipped shapefile."
            : $"{opened.FileName} is an Excel workbook, not a map. Upload {what} as a GeoJSON FeatureCollection of {shapes}, "
                + "or as a zipped shapefile.";
    }

    private static async Task<bool> IsEmpty(OpenedFile opened, CancellationToken ct)
    {
        if (opened.Format != FileFormat.Text) return false;
        using var reader = new StreamReader(opened.Stream, leaveOpen: true);
        var buffer = new char[1024];
        return string.IsNullOrWhiteSpace(new(buffer, 0, await reader.ReadBlockAsync(buffer, ct)));
    }

    private static async Task<FeatureFile> Json(Stream content, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        try
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                if (whole.Length + read > Largest)
                    throw GeoJsonFile.Wrong($"The file is larger than {Largest / 1024 / 1024} MB. Simplify its boundaries.");
                whole.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw GeoJsonFile.Wrong("The file is damaged: it can't be unpacked.");
        }
        whole.Position = 0;
        using var document = await GeoJsonFile.Parse(whole, ct);
        var features = GeoJsonFile.Features(document.RootElement);
        var named = GeoJsonFile.Member(document.RootElement, "crs") is { } crs ? GeoJson.NameOfCrs(crs) : null;
        var projection = named is null ? null : Projection.ByCode(named);
        return new()
        {
            Features = [.. features.EnumerateArray().Select((feature, at) => Of(feature, at + 1))],
            Projection = projection,
            UnknownProjection = projection is null ? named : null,
        };
    }

    private static FileFeature Of(JsonElement feature, int number)
    {
        if (feature.ValueKind != JsonValueKind.Object || GeoJsonFile.Text(feature, "type") != "Feature")
            return new(number, [], null, null, null) { IsOther = true };
        List<(string, string, bool)> fields = [];
        if (GeoJsonFile.Member(feature, "properties") is { ValueKind: JsonValueKind.Object } properties)
            foreach (var property in properties.EnumerateObject())
                fields.Add((GeoJsonFile.NameOf(property), GeoJsonFile.Decoded(property.Value),
                    property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number));
        if (GeoJsonFile.Member(feature, "geometry") is not { ValueKind: JsonValueKind.Object } geometry)
            return new(number, fields, null, null, null);
        var kind = GeoJsonFile.Text(geometry, "type") ?? "geometry without a type";
        var shape = GeoJsonShapes.Read(geometry, kind, out var wasOpen, out var fault);
        return new(number, fields, kind, shape, fault) { WasOpen = wasOpen };
    }

    private static async Task<FeatureFile> Shapes(Stream zip, ShapeKind kind, CancellationToken ct)
    {
        if (zip.Length > Largest)
            throw GeoJsonFile.Wrong($"The file is larger than {Largest / 1024 / 1024} MB. Simplify its boundaries.");
        using var layer = await ShapeLayer.Open(zip, null, kind, ct);
        var features = new List<FileFeature>();
        while (layer.Read(out var shape, out var values))
        {
            ct.ThrowIfCancellationRequested();
            var fields = layer.Fields.Zip(values, (name, text) => (name, text, true)).ToList();
            features.Add(shape.IsEmpty ? new(features.Count + 1, fields, null, null, null)
                : new(features.Count + 1, fields, shape.GeometryType, GeoJson.Factory.CreateGeometry(shape), null));
        }
        if (features.Count == 0) throw GeoJsonFile.Wrong("The file has no features to import.");
        var projection = layer.Prj is { } prj ? Projection.FromWkt(prj) : null;
        return new()
        {
            Features = features,
            Projection = projection,
            UnknownProjection = layer.Prj is { } text && projection is null ? ShapeProjection.NameOf(text) : null,
        };
    }
}
