using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Opens a file of incidents by its content: delimiter-separated text, an Excel workbook, GeoJSON, other JSON with one object per row, or
/// a zipped shapefile; plain, gzipped, or alone in a zip file.
/// </summary>
internal static class IncidentFile
{
    /// <param name="content">Must be seekable: the encoding of a text is known only at its end.</param>
    /// <param name="fileName">For error messages.</param>
    /// <param name="map">What is known of the file's layout; null detects it.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="Invalid">At <c>file</c>: another format, or damaged. At <c>sheet</c>, <c>layer</c> or <c>headerLine</c>: not in
    /// this file. At <c>projection</c>: the map, saved by an earlier version, names none that is known.</exception>
    public static async Task<IRecordSource> Open(Stream content, string fileName, IncidentMap? map, CancellationToken ct)
    {
        var projection = map?.Projection is not { } named ? null
            : Projection.Find(named) ?? throw new Invalid("projection", Projection.Objection(named)!);
        var (stream, format, _) = await FileContent.Open(content, fileName, ct);
        switch (format)
        {
            case FileFormat.Json:
                var (json, isTable) = await JsonRows.Sniff(stream, ct);
                return isTable ? (await JsonRows.Open(json, ct)).Checked() : (await GeoJsonRows.Open(json, projection, ct)).Checked();
            case FileFormat.Excel or FileFormat.OldExcel:
                return (await ExcelRows.Open(stream, map?.Sheet, map?.HeaderLine, ct)).Checked();
            case FileFormat.Shapefile:
                return (await ShapeRows.Open(stream, map?.Sheet, projection, ct)).Checked();
            default:
                content.Position = 0;
                var delimiter = map?.Delimiter is { } said ? Delimiters.Of(said) : null;
                return (await CsvRows.Open(content, fileName, new(delimiter, map?.Encoding, map?.HeaderLine), ct)).Checked();
        }
    }

    /// <summary>Said of a file with areas instead of points.</summary>
    public const string HasShapes = "This file has shapes, not places. If they are neighborhoods, an administrator can import it under "
        + "Neighborhoods.";

    /// <summary>Asks a person to choose the projection of the coordinates that a map takes; null if none has to be chosen.</summary>
    public static string? ProjectionRequest(IRecordSource source, IncidentMap map) =>
        source is ShapeRows { ProjectionRequest: { } request } && GeoJsonRows.HasPoints(map) ? request : null;

    /// <summary>How a file is laid out; null if there is nothing to choose.</summary>
    public static FileLayout? LayoutOf(IRecordSource source) => source switch
    {
        CsvRows text => new(text.EncodingName, text.Delimiter == '\t' ? "tab" : $"{text.Delimiter}", text.HeaderLine, null, []),
        ExcelRows book => new(null, null, book.HeaderLine, book.Sheet, book.Sheets),
        ShapeRows shapes => new(null, null, null, shapes.Layer, shapes.Layers),
        _ => null,
    };
}

/// <param name="Encoding">Of a text: such as utf-8 or windows-1252.</param>
/// <param name="Delimiter">Of a text: one character, or tab.</param>
/// <param name="HeaderLine">Line of the header; 0 if the file has none.</param>
/// <param name="Sheet">The sheet of a workbook, or the layer of a shapefile, that is read.</param>
/// <param name="Sheets">All sheets or layers.</param>
public sealed record FileLayout(string? Encoding, string? Delimiter, int? HeaderLine, string? Sheet, IReadOnlyList<string> Sheets);
