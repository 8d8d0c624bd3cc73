namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called after boundaries were saved, outside their transaction. Implemented by the capability whose records lie in neighborhoods.
/// </summary>
/// <returns>How many records are now in a different neighborhood, or in none.</returns>
internal delegate Task<int> BoundariesChanged(CancellationToken ct);
