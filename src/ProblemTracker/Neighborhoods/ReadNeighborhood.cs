using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>One neighborhood with its boundary.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadNeighborhood(long NeighborhoodId) : IQuery<NeighborhoodDetails>;

/// <param name="Boundary">A GeoJSON Polygon or MultiPolygon in WGS84; null if unknown.</param>
/// <param name="SupervisorId">Null if the neighborhood has no supervisor, and for partners.</param>
/// <param name="Active">False before its first day and after its last: it keeps its records but can't be chosen for new problems.</param>
/// <param name="IsUnassigned">True for the one that holds problems opened before there were neighborhoods.</param>
/// <param name="FirstDay">Null if it has always existed.</param>
/// <param name="LastDay">Null while no end is known.</param>
/// <param name="Population">People who live there; null if not known.</param>
public sealed record NeighborhoodDetails(long Id, string Name, JsonElement? Boundary, long? SupervisorId, string? Supervisor, bool Active,
    bool IsUnassigned, int Version, DateOnly? FirstDay = null, DateOnly? LastDay = null, int? Population = null) : IVersioned;

internal sealed class ReadNeighborhoodHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadNeighborhood, NeighborhoodDetails>
{
    public async Task<NeighborhoodDetails> Handle(ReadNeighborhood query, CancellationToken ct)
    {
        var found = await NeighborhoodSql.Read(db, query.NeighborhoodId, await agency.Today(ct), ct);
        return actor.IsOutside ? found with { SupervisorId = null, Supervisor = null } : found;
    }
}

internal static class ReadNeighborhoodEndpoint
{
    public static void MapReadNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadNeighborhood(id), ct))
        .WithName("ReadNeighborhood").WithSummary("Read a neighborhood and its boundary");
}
