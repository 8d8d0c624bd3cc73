namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Called when an administrator set or changed the last day of a neighborhood, in the same transaction. Implemented by the capability that
/// knows who works there.
/// </summary>
internal delegate Task NeighborhoodEnded(EndedNeighborhood ended, CancellationToken ct);

/// <param name="LastDay">Null if it no longer ends.</param>
/// <param name="Followers">Names of the neighborhoods that take its place.</param>
internal sealed record EndedNeighborhood(long Id, string Name, long? SupervisorId, DateOnly? LastDay, IReadOnlyList<string> Followers);
