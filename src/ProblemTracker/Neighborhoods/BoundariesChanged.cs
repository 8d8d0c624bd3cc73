namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called after boundaries were saved, outside their transaction. Registered by the capability that places its records in neighborhoods.
/// </summary>
/// <returns>How many of them now lie in another neighborhood than before, or in none.</returns>
internal delegate Task<int> BoundariesChanged(CancellationToken ct);
