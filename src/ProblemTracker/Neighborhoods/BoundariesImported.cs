namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called after the command line imported boundaries and incidents were placed again, outside their transactions. Implemented by the
/// capability that lists imports, so that this one is listed and can be undone.
/// </summary>
/// <returns>The number of the import.</returns>
internal delegate Task<long> BoundariesImported(ImportedBoundaries done, CancellationToken ct);

internal sealed record ImportedBoundaries(string FileName, NeighborhoodsImported Counts, SavedBoundaries Saved);
