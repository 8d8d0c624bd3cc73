using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called after boundaries or days of neighborhoods were saved, outside their transaction. Implemented by the capability whose records lie
/// in neighborhoods.
/// </summary>
/// <param name="within">Where and when points may lie in a different neighborhood now; null for everywhere.</param>
/// <returns>How many records are now in a different neighborhood, or in none.</returns>
internal delegate Task<int> BoundariesChanged(PlacedAgain? within, CancellationToken ct);

/// <param name="Box">In degrees.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
internal sealed record PlacedAgain(Envelope Box, DateOnly First, DateOnly Last);
