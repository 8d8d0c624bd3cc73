using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>On which days the boundary of a neighborhood changed, or that of one which lies over it.</summary>
/// <param name="After">A change on this day doesn't count: nothing before it is shown.</param>
/// <param name="To">The last day.</param>
[Needs(Permission.SignedIn)]
public sealed record ReadBoundaryChanges(long NeighborhoodId, DateOnly After, DateOnly To) : IQuery<BoundaryChangeDays>;

/// <param name="Days">The first days of other boundaries, in order.</param>
public sealed record BoundaryChangeDays(IReadOnlyList<DateOnly> Days);

internal sealed class ReadBoundaryChangesHandler(Db db, NeighborhoodMap map) : IRequestHandler<ReadBoundaryChanges, BoundaryChangeDays>
{
    public async Task<BoundaryChangeDays> Handle(ReadBoundaryChanges query, CancellationToken ct) =>
        new([.. (await map.Current(db, ct)).ChangesOf(query.NeighborhoodId).Where(day => query.After < day && day <= query.To)]);
}
