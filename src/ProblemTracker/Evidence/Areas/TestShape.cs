using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using ProblemTracker.Analysis;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Evidence;

/// <summary>An area of a test on the ground: the incidents that a query finds for it, and which of them lie in it.</summary>
/// <param name="Box">The place of a query that finds all incidents in it, and some beside it.</param>
/// <param name="Covers">Whether a point lies in it.</param>
/// <param name="OnPlane">In meters on the plane of the test.</param>
/// <param name="InDegrees">For maps.</param>
internal sealed record TestShape(TestCell Cell, IncidentFilter Box, Func<double, double, bool> Covers, Geometry OnPlane, Geometry InDegrees)
{
    /// <summary>Segments of a quarter of a circle.</summary>
    private const int Segments = 16;

    /// <summary>The areas of a test, in the order of <see cref="TestCell"/>. Only placed ones.</summary>
    public static IReadOnlyList<TestShape> Of(ResponseTest test)
    {
        List<TestShape> shapes = [];
        if (!test.Response.IsPlaced) return shapes;
        var ground = GroundOf(test.Response);
        Add(TestCell.Response, TestCell.Ring, test.Response);
        if (test.Control is { IsPlaced: true } control) Add(TestCell.Control, TestCell.ControlRing, control);
        if (test.Buffer is { IsPlaced: true } buffer && shapes is [{ Cell: TestCell.Response } response, ..]) AddBuffer(buffer, response);
        return [.. shapes.OrderBy(shape => shape.Cell)];

        void AddBuffer(TestArea area, TestShape response)
        {
            var around = Degrees(ground, area).Difference(response.InDegrees);
            if (around.IsEmpty || Areas.OnPlane(ground, around).Value is not { } plane) return;
            var inside = Inside(area);
            shapes.Add(new(TestCell.Ring, Place(area),
                (latitude, longitude) => inside(latitude, longitude) && !response.Covers(latitude, longitude), plane, around));
        }

        void Add(TestCell cell, TestCell itsRing, TestArea area)
        {
            if (Areas.OnPlane(ground, Degrees(ground, area)).Value is not { } plane) return;
            var covers = Inside(area);
            shapes.Add(new(cell, Place(area), covers, plane, Degrees(ground, area)));
            if (test.Ring is not { } width || Areas.Around(ground, Degrees(ground, area), width).Value is not { } ring
                || Areas.OnPlane(ground, ring).Value is not { } ringPlane) return;
            var wider = area.IsCircle ? Inside(area with { Radius = area.Radius + width }) : Inside(ring);
            shapes.Add(new(itsRing, BoxAround(ring), (latitude, longitude) => wider(latitude, longitude) && !covers(latitude, longitude),
                ringPlane, ring));
        }
    }

    /// <summary>The area as a polygon in degrees; a circle by its corners.</summary>
    private static Polygon Degrees(Ground ground, TestArea area)
    {
        if (!area.IsCircle) return Polygon(area.Corners!);
        var (east, north) = ground.Project(area.Latitude!.Value, area.Longitude!.Value) ?? (0, 0);
        var circle = GeoJson.Factory.CreatePoint(new Coordinate(east, north)).Buffer(area.Radius!.Value, Segments);
        return GeoJson.Factory.CreatePolygon([.. circle.Coordinates.Select(corner =>
        {
            var (latitude, longitude) = ground.Degrees(corner.X, corner.Y);
            return new Coordinate(longitude, latitude);
        })]);
    }

    private static Ground GroundOf(TestArea area)
    {
        if (area.IsCircle) return new(area.Latitude!.Value, area.Longitude!.Value);
        var center = Polygon(area.Corners!).EnvelopeInternal.Centre;
        return new(center.Y, center.X);
    }

    private static Polygon Polygon(string corners)
    {
        Coordinate[] ring = [.. corners.Split(';').Select(corner => corner.Split(',')).Select(parts =>
            new Coordinate(double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
                double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)))];
        return GeoJson.Factory.CreatePolygon([.. ring, ring[0].Copy()]);
    }

    // Circles are measured as the incident list measures them, so that both count the same.
    private static Func<double, double, bool> Inside(TestArea area) => area.IsCircle
        ? (latitude, longitude) => Earth.Meters(area.Latitude!.Value, area.Longitude!.Value, latitude, longitude) <= area.Radius
        : Inside(Polygon(area.Corners!));

    private static Func<double, double, bool> Inside(Geometry shape)
    {
        var prepared = PreparedGeometryFactory.Prepare(shape);
        return (latitude, longitude) => prepared.Covers(GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude)));
    }

    private static IncidentFilter Place(TestArea area) => area.IsCircle
        ? new(Latitude: area.Latitude, Longitude: area.Longitude, Radius: area.Radius) : new(Area: area.Corners);

    private static IncidentFilter BoxAround(Geometry shape)
    {
        var box = shape.EnvelopeInternal;
        return new(Area: FormattableString.Invariant(
            $"{box.MinY},{box.MinX};{box.MinY},{box.MaxX};{box.MaxY},{box.MaxX};{box.MaxY},{box.MinX}"));
    }
}
