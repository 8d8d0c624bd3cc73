using NetTopologySuite.Geometries;
using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class AreasTests
{
    private static readonly Ground Ground = new(45, -93.3);

    private static readonly GeometryFactory Factory = new();

    /// <summary>A square of 400 by 400 meters has a ring of 100 meters with the area of four sides and a circle.</summary>
    [Test]
    public void Displacement_area_lies_around_the_response_area()
    {
        var square = InDegrees(Ground, 0, 0, 400);
        var ring = Areas.OnPlane(Ground, Areas.Around(Ground, square, 100).Value!).Value!;
        Assert.That(ring.Area, Is.EqualTo(4 * 400 * 100 + Math.PI * 100 * 100).Within(300));
        Assert.That(Areas.Shared([Areas.OnPlane(Ground, square).Value!, ring]), Is.Empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => Areas.Around(Ground, square, 0));
    }

    [Test]
    public void Areas_that_share_ground_are_found_and_neighbors_are_not()
    {
        var areas = new[] { (0, 0), (400, 0), (300, 300), (5000, 0) }
            .Select(at => Areas.OnPlane(Ground, InDegrees(Ground, at.Item1, at.Item2, 400)).Value!).ToList();
        var shared = Areas.Shared(areas);
        Assert.That(shared.Select(pair => (pair.First, pair.Second)), Is.EqualTo(new[] { (0, 2), (1, 2) }));
        Assert.That(shared.Select(pair => pair.SquareMeters), Is.EqualTo(new double[] { 10_000, 30_000 }).Within(1));
    }

    [Test]
    public void Events_in_an_area_or_on_its_border_are_inside()
    {
        var area = Areas.OnPlane(Ground, InDegrees(Ground, 0, 0, 400)).Value!;
        var inside = Areas.Inside(area, new([200, -5, 399, 900, 100], [200, 200, 1, 200, 500], [3, 4, 5, 6, 7], 2));
        Assert.That(inside, Is.EqualTo(new[] { 3, 5 }));
    }

    [Test]
    public void Hexagons_of_an_area_cover_it()
    {
        var (area, grid) = (Areas.OnPlane(Ground, InDegrees(Ground, -3000, -2000, 5000)).Value!, new HexGrid(150));
        var hexagons = Areas.Hexagons(area, grid);
        Assert.That(hexagons, Is.Unique);
        Assert.That(hexagons.Count * 150 * 150 * Math.Sqrt(3) / 2, Is.EqualTo(5000 * 5000).Within(2).Percent);
        Assert.That(hexagons.Select(grid.Center).All(at => at.East is >= -3001 and <= 2001 && at.North is >= -2001 and <= 3001), Is.True);
        Assert.That(Areas.Hexagons(Factory.CreatePolygon(), grid), Is.Empty);
    }

    [Test]
    public void Area_across_the_180th_meridian_is_as_large_as_elsewhere()
    {
        var ground = new Ground(-17, 180);
        var area = Areas.OnPlane(ground, InDegrees(ground, -300, 0, 600)).Value!;
        Assert.That(area.Area, Is.EqualTo(360_000).Within(1));
    }

    [Test]
    public void Areas_that_are_empty_or_far_away_have_a_reason()
    {
        Assert.That(Areas.OnPlane(Ground, Factory.CreatePolygon()).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Areas.Around(Ground, InDegrees(new(10, 10), 0, 0, 400), 100).Why, Is.EqualTo(NoResult.FarAway));
    }

    private static Polygon InDegrees(Ground ground, double east, double north, double side) => Factory.CreatePolygon(
    [
        .. new[] { (0, 0), (1, 0), (1, 1), (0, 1), (0, 0) }.Select(at => ground.Degrees(east + at.Item1 * side, north + at.Item2 * side))
            .Select(at => new Coordinate(at.Longitude, at.Latitude)),
    ]);
}
