using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>Opens a file of incidents by its content: delimiter-separated text or GeoJSON, plain or gzipped.</summary>
internal static class IncidentFile
{
    /// <exception cref="Invalid">At <c>file</c>: another format, or damaged.</exception>
    public static async Task<IRecordSource> Open(Stream content, string fileName, string? delimiter, CancellationToken ct)
    {
        var (stream, format) = await FileContent.Sniff(await FileContent.Unpack(content, fileName, ct), ct);
        if (FileContent.Objection(format, fileName) is { } objection) throw new Invalid("file", objection);
        return format == FileFormat.Json ? await GeoJsonRows.Open(stream, ct) : await CsvRows.Read(stream, delimiter?[0], ct);
    }
}
