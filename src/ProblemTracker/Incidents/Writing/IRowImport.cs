namespace ProblemTracker.Incidents;

/// <summary>Imports files whose rows are not incidents, with the same uploads, maps, previews, progress and undoing.</summary>
internal interface IRowImport
{
    bool Takes(ImportKind kind);

    /// <summary>Reads a file up to so many rows and says what an import would make of them.</summary>
    /// <param name="map">Null proposes one.</param>
    Task<ImportPreview> Look(StoredImport import, Stream content, IncidentMap? map, int mostRows, Action<long>? progress,
        CancellationToken ct);

    /// <summary>Reads the file up to its header and checks it against its map.</summary>
    /// <returns>The map with what the file says.</returns>
    /// <exception cref="Invalid">The file can't be read, or the map does not fit it.</exception>
    Task<IncidentMap> Check(Stream content, string fileName, IncidentMap map, CancellationToken ct);

    /// <summary>Writes the rows and finishes the run. After an exception, the caller clears the rows written so far.</summary>
    Task<RowsImported> Run(Stream content, string fileName, IncidentMap map, ImportLease run, Action<ImportProgress>? progress,
        CancellationToken ct);
}

/// <param name="Repeats">Rows already imported, or already in this file.</param>
public sealed record RowsImported(long RunId, int RowsRead, int Added, int Repeats, int Rejected, ImportOutcome Outcome);
