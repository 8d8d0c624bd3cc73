namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called after the command line imported boundaries and incidents were placed again, outside their transactions. Implemented by the
/// capability that lists imports, so that this one is listed and can be undone.
/// </summary>
/// <returns>The number of the import.</returns>
internal delegate Task<long> BoundariesImported(ImportedBoundaries done, CancellationToken ct);

/// <param name="How">How the file was read.</param>
/// <param name="Drawn">What a map of the result shows.</param>
internal sealed record ImportedBoundaries(string FileName, BoundaryImport How, IReadOnlyList<DrawnBoundary> Drawn,
    NeighborhoodsImported Counts, SavedBoundaries Saved);
