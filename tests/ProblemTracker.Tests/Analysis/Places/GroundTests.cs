using ProblemTracker.Analysis;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Analysis;

public sealed class GroundTests
{
    [TestCase(44.98, -93.27)]
    [TestCase(-16.5, 179.99)]
    [TestCase(0, 0)]
    [TestCase(71.3, -156.8)]
    public void Distances_on_the_plane_are_those_on_the_ground(double latitude, double longitude)
    {
        var (ground, random) = (new Ground(latitude, longitude), new Random(3));
        for (var i = 0; i < 500; i++)
        {
            var (a, b) = (ground.Degrees(Near(), Near()), ground.Degrees(Near(), Near()));
            var ((x1, y1), (x2, y2)) = (ground.Project(a.Latitude, a.Longitude)!.Value, ground.Project(b.Latitude, b.Longitude)!.Value);
            var meters = Earth.Meters(a.Latitude, a.Longitude, b.Latitude, b.Longitude);
            Assert.That(Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2)), Is.EqualTo(meters).Within(meters * 4e-5 + 1e-6));
            Assert.That(a.Longitude, Is.InRange(-180, 180));
        }

        double Near() => (random.NextDouble() - 0.5) * 80_000;
    }

    [FsCheck.NUnit.Property]
    public bool Way_to_degrees_and_back_leads_to_the_same_point(short east, short north)
    {
        var ground = new Ground(-16.5, 179.99);
        var (latitude, longitude) = ground.Degrees(east * 5.0, north * 5.0);
        return ground.Project(latitude, longitude) is var (x, y) && Math.Abs(x - east * 5.0) < 1e-5 && Math.Abs(y - north * 5.0) < 1e-5;
    }

    [Test]
    public void Points_on_both_sides_of_the_180th_meridian_are_neighbors()
    {
        var ground = Ground.Around([(-16.8, 179.9), (-16.8, -179.9), (-16.9, 179.95)])!;
        Assert.That((ground.Latitude, Math.Abs(ground.Longitude)), Is.EqualTo((-16.8, 180.0)).Within(0.1001));
        var placed = ground.Place([(-16.8, 179.999), (-16.8, -179.999)]);
        Assert.That(placed.East[1] - placed.East[0], Is.EqualTo(213).Within(1));
    }

    [Test]
    public void Places_that_are_not_known_or_far_away_are_left_out_and_counted()
    {
        (double, double)[] events = [(45, -93), (0, 0), (double.NaN, 5), (45.01, -93), (95, 0), (45, 200), (-45, 90), (45.02, -93.01)];
        var ground = Ground.Around(events)!;
        Assert.That((ground.Latitude, ground.Longitude), Is.EqualTo((45.0, -93.0)).Within(1e-9));
        var placed = ground.Place(events);
        Assert.That(placed.Index, Is.EqualTo(new[] { 0, 3, 7 }));
        Assert.That((placed.LeftOut, placed.East.Length, placed.North.Length), Is.EqualTo((5, 3, 3)));
        Assert.That(Ground.Around([(0, 0)]), Is.Null);
        Assert.That(ground.Place([]).LeftOut, Is.Zero);
    }

    [FsCheck.NUnit.Property]
    public bool Point_is_in_the_hexagon_with_the_nearest_center(short east, short north)
    {
        var grid = new HexGrid(150);
        var (x, y) = (east / 10.0, north / 10.0);
        var hex = grid.Of(x, y);
        var nearest = hex.Disk().Min(Apart);
        return Math.Abs(Apart(hex) - nearest) < 1e-9 && grid.Of(grid.Center(hex).East, grid.Center(hex).North) == hex;

        double Apart(Hex one)
        {
            var (cx, cy) = grid.Center(one);
            return Math.Sqrt((cx - x) * (cx - x) + (cy - y) * (cy - y));
        }
    }

    [Test]
    public void Neighbors_are_one_width_apart_and_corners_lie_between_them()
    {
        var grid = new HexGrid(200);
        var (x, y) = grid.Center(new(3, -2));
        Assert.That(new Hex(3, -2).Disk().Skip(1).Select(near => Math.Round(Length(grid.Center(near)), 6)), Is.All.EqualTo(200));
        Assert.That(grid.Corners(new(3, -2)).Select(Length), Is.All.EqualTo(200 / Math.Sqrt(3)).Within(1e-6));
        Assert.That(grid.Corners(new(3, -2))[0].North, Is.GreaterThan(y + 115));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HexGrid(0));

        double Length((double East, double North) to) => Math.Sqrt((to.East - x) * (to.East - x) + (to.North - y) * (to.North - y));
    }

    [Test]
    public void Events_are_counted_by_hexagon()
    {
        var counts = new HexGrid(100).Count(new([0, 10, 100, 1000], [0, -10, 0, 1000], [0, 1, 2, 3], 0));
        Assert.That(counts[new(0, 0)], Is.EqualTo(2));
        Assert.That(counts[new(1, 0)], Is.EqualTo(1));
        Assert.That(counts.Values.Sum(), Is.EqualTo(4));
    }
}
