using FluentValidation;
using MediatR;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Polygonize;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>The parts into which a line cuts a neighborhood, for splitting it. Nothing is written.</summary>
/// <param name="Line">Points of the line as "latitude, longitude", one on a line; it must cross the neighborhood.</param>
[Needs(Permission.Administer)]
public sealed record CutNeighborhood(long NeighborhoodId, string Line) : IQuery<IReadOnlyList<CutPart>>;

/// <param name="Name">A proposal, such as "Alder Hill north".</param>
/// <param name="Boundary">As GeoJSON.</param>
/// <param name="Latitude">Of a point inside, in degrees.</param>
/// <param name="Share">The share of the neighborhood's area, 0 to 1.</param>
public sealed record CutPart(string Name, string Boundary, double Latitude, double Longitude, double Share);

internal sealed class CutNeighborhoodValidator : AbstractValidator<CutNeighborhood>
{
    private const int MostPoints = 500;

    public CutNeighborhoodValidator() => RuleFor(q => q.Line).NotEmpty().WithMessage("Draw the line.").Custom((text, context) =>
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var corners = BoundaryText.Corners(text, out var wrong);
        if (wrong is not null) context.AddFailure(wrong);
        else if (corners!.Distinct().Count() < 2) context.AddFailure("A line needs at least two points.");
        else if (corners!.Count > MostPoints) context.AddFailure($"A line can have at most {MostPoints} points.");
    });
}

internal sealed class CutNeighborhoodHandler(Db db, AgencySettings agency) : IRequestHandler<CutNeighborhood, IReadOnlyList<CutPart>>
{
    private static readonly string[] Sides = ["east", "northeast", "north", "northwest", "west", "southwest", "south", "southeast"];

    public async Task<IReadOnlyList<CutPart>> Handle(CutNeighborhood query, CancellationToken ct)
    {
        var place = await NeighborhoodSql.Read(db, query.NeighborhoodId, await agency.Today(ct), ct);
        if (place.Boundary is not { } boundary)
            throw new RuleBroken("neighborhood.noBoundary", $"{place.Name} has no boundary, so a line can't cut it.", "line");
        var shape = GeoJson.Read(boundary.GetRawText());
        var line = GeoJson.Factory.CreateLineString([.. BoundaryText.Corners(query.Line, out _)!]);
        var parts = Cut(shape, line);
        if (parts.Count < 2)
            throw new Invalid("line", $"This line does not cut {place.Name} in two. Begin and end it outside the boundary.");
        var (center, whole) = (shape.Centroid, Geography.SquareMeters(shape));
        return [.. parts.Select(part => new CutPart($"{place.Name} {Side(center, part.Centroid)}", GeoJson.Write(part),
            part.InteriorPoint.Y, part.InteriorPoint.X, Geography.SquareMeters(part) / whole))];
    }

    /// <summary>The parts of a shape on each side of a line, largest first.</summary>
    internal static IReadOnlyList<Geometry> Cut(Geometry shape, LineString line)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(shape.Boundary.Union(line));
        return [.. polygonizer.GetPolygons().Where(part => shape.Covers(part.InteriorPoint)).OrderByDescending(Geography.SquareMeters)];
    }

    private static string Side(Point center, Point part)
    {
        var (x, y) = ((part.X - center.X) * Math.Cos(double.DegreesToRadians(center.Y)), part.Y - center.Y);
        return Sides[(int)Math.Round(Math.Atan2(y, x) / (Math.PI / 4) + 8) % 8];
    }
}

internal static class CutNeighborhoodEndpoint
{
    /// <param name="Line">Points as "latitude, longitude", one on a line.</param>
    public sealed record Body(string Line);

    public static void MapCutNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/{id:long}/cut", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new CutNeighborhood(id, body.Line), ct))
        .WithName("CutNeighborhood").WithSummary("Find the parts into which a line cuts a neighborhood; nothing is written");
}
