using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>Opens a file of incidents by its content: delimiter-separated text or GeoJSON, plain or gzipped.</summary>
internal static class IncidentFile
{
    /// <param name="content">Must be seekable: the encoding of a text is known only at its end.</param>
    /// <param name="fileName">For error messages.</param>
    /// <param name="map">What is known of the file's layout; null detects it.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="Invalid">At <c>file</c>: another format, or damaged.</exception>
    public static async Task<IRecordSource> Open(Stream content, string fileName, IncidentMap? map, CancellationToken ct)
    {
        var (stream, format) = await FileContent.Sniff(await FileContent.Unpack(content, fileName, ct), ct);
        if (FileContent.Objection(format, fileName) is { } objection) throw new Invalid("file", objection);
        if (format == FileFormat.Json) return await GeoJsonRows.Open(stream, ct);
        content.Position = 0;
        return await CsvRows.Open(content, fileName, new(map?.Delimiter?[0], map?.Encoding, map?.HeaderLine), ct);
    }
}
