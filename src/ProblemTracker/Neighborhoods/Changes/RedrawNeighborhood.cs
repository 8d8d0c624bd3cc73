using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Gives a neighborhood another boundary: from a day on, so that earlier incidents keep the one of their day, or as a correction of the
/// present one. In steps, like <see cref="ChangeNeighborhood"/>.
/// </summary>
/// <param name="Boundary">GeoJSON, or corners as "latitude, longitude" on a line each.</param>
/// <param name="From">The first day of the boundary; null for a correction.</param>
[Needs(Permission.Administer)]
public sealed record RedrawNeighborhood(long NeighborhoodId, int Version, string Boundary, DateOnly? From = null)
    : IRequest<NeighborhoodChanged>;

internal sealed class RedrawNeighborhoodValidator : AbstractValidator<RedrawNeighborhood>
{
    public RedrawNeighborhoodValidator()
    {
        RuleFor(c => c.Boundary).NotEmpty().WithMessage("Draw or enter the boundary.").Boundary();
        RuleFor(c => c.From).NeighborhoodDay("first");
    }
}

internal sealed class RedrawNeighborhoodHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock) : IRequestHandler<RedrawNeighborhood, NeighborhoodChanged>
{
    public async Task<NeighborhoodChanged> Handle(RedrawNeighborhood message, CancellationToken ct)
    {
        var boundary = BoundaryText.Read(message.Boundary);
        var before = await db.Write(async () =>
        {
            var place = await changes.Take(message.NeighborhoodId, message.Version, ct);
            await changes.Redraw(place, boundary, message.From, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.redrawn", null, place.Id, null, null, new { message.From }, ct);
            return place;
        }, ct);
        // Without a day, a boundary that was redrawn earlier keeps its days, so only the present one's days are concerned.
        var moved = NeighborhoodChanges.Concerned(message.From, before.Boundary, boundary) is { } within
            ? await boundariesChanged(within, ct) : 0;
        return new(await NeighborhoodSql.Read(db, before.Id, await agency.Today(ct), ct), moved);
    }
}

internal static class RedrawNeighborhoodEndpoint
{
    /// <param name="Boundary">A GeoJSON Polygon or MultiPolygon in WGS84.</param>
    /// <param name="From">The first day of the boundary; null to correct the present one.</param>
    public sealed record Body(JsonElement Boundary, DateOnly? From = null);

    public static void MapRedrawNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/{id:long}/boundary", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new RedrawNeighborhood(id, version, BoundaryText.Of(body.Boundary) ?? "", body.From), ct))
        .WithName("RedrawNeighborhood").WithSummary("Give a neighborhood another boundary, from a day on or as a correction");
}
