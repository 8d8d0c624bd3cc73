using NetTopologySuite.Geometries;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Reads a layer of points in a zipped shapefile as records: one field per column of its table, and two for the coordinates, in degrees of
/// WGS84 if the projection is known and otherwise as in the file.
/// </summary>
internal sealed class ShapeRows : IRecordSource
{
    private readonly ShapeLayer _layer;
    private readonly Projection? _projection;
    private long _number;

    private ShapeRows(ShapeLayer layer, Projection? projection)
    {
        _layer = layer;
        string? request = null;
        _projection = projection ?? ShapeProjection.Of(layer, out request);
        // Some programs write the name of a projection beside degrees.
        if (_projection is { Terms.IsGeographic: false } && ShapeProjection.AreDegrees(layer)) _projection = Projection.Degrees;
        ProjectionRequest = request;
        Header = RecordSources.Distinct([.. layer.Fields, GeoJsonRows.Longitude, GeoJsonRows.Latitude]);
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>All layers in the file.</summary>
    public IReadOnlyList<string> Layers => _layer.Layers;

    /// <summary>The layer that is read.</summary>
    public string Layer => _layer.Name;

    /// <summary>Asks a person to choose the projection; null if none has to be chosen.</summary>
    public string? ProjectionRequest { get; }

    /// <param name="seekable">The zip file; stays open.</param>
    /// <param name="layer">Name of the layer; null takes the first with points.</param>
    /// <param name="projection">
    /// Used instead of the file's own; null reads the .prj file, or takes degrees if all points can be that. If neither says it, see
    /// <see cref="ProjectionRequest"/>.
    /// </param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: damaged, or no layer of points. At <c>layer</c>: no such layer.
    /// </exception>
    public static async Task<ShapeRows> Open(Stream seekable, string? layer, Projection? projection, CancellationToken ct) =>
        new(await ShapeLayer.Open(seekable, layer, ShapeKind.Points, ct), projection);

    public Task<CsvRow?> Take(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_layer.Read(out var shape, out var values)) return Task.FromResult<CsvRow?>(null);
        _number++;
        var (longitude, latitude) = ("", "");
        // An incident has one point; several are a place that can't be read.
        if (shape is MultiPoint { NumGeometries: > 1 }) (longitude, latitude) = ("MultiPoint, no point", "MultiPoint, no point");
        else if (!shape.IsEmpty) (longitude, latitude) = Place(shape.Coordinate);
        return Task.FromResult<CsvRow?>(new(_number, [.. values, longitude, latitude], null));
    }

    public void Dispose() => _layer.Dispose();

    /// <summary>
    /// Degrees to about a millimeter; as in the file if the projection isn't known, or it is no place of the projection, so that the row
    /// has no place.
    /// </summary>
    private (string Longitude, string Latitude) Place(Coordinate at)
    {
        var (latitude, longitude) = _projection?.ToDegrees(at.X, at.Y) ?? (double.NaN, double.NaN);
        return double.IsNaN(latitude) ? (FormattableString.Invariant($"{at.X}"), FormattableString.Invariant($"{at.Y}"))
            : (FormattableString.Invariant($"{longitude:0.########}"), FormattableString.Invariant($"{latitude:0.########}"));
    }
}
