using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.PublicSite;

/// <summary>The square that a map of the public site shows.</summary>
public sealed class MapSquareTests
{
    private static Gen<MapSquare> Squares =>
        from latitude in Gen.Choose(-8_000, 8_000)
        from longitude in Gen.Choose(-17_900, 17_900)
        from meters in Gen.Choose(500, 60_000)
        select new MapSquare(latitude / 100.0, longitude / 100.0, meters);

    [FsCheck.NUnit.Property]
    public Property Point_that_is_clicked_is_drawn_where_it_was_clicked() => Prop.ForAll(
        (from square in Squares
         from x in Gen.Choose(0, 320)
         from y in Gen.Choose(0, 320)
         select (square, X: x / 320.0, Y: y / 320.0)).ToArbitrary(),
        each =>
        {
            var (latitude, longitude) = each.square.Point(each.X, each.Y);
            var (x, y) = each.square.Place(latitude, longitude);
            // Five digits of a degree are at most a meter.
            return Math.Abs(x - each.X) * each.square.Meters < 1 && Math.Abs(y - each.Y) * each.square.Meters < 1;
        });

    [FsCheck.NUnit.Property]
    public Property Looking_closer_ends_at_the_smallest_square_and_each_step_shows_less() => Prop.ForAll(Squares.ToArbitrary(), square =>
    {
        var sides = Enumerable.Range(0, square.Steps + 1)
            .Select(times => square.At(square.Latitude, square.Longitude, times).Meters).ToList();
        return Math.Abs(sides[^1] - MapSquare.Smallest) < 1e-6 && sides.Zip(sides.Skip(1)).All(pair => pair.First > pair.Second)
            && square.Steps <= MapSquare.Closest;
    });

    [Test]
    public void Square_around_a_box_holds_it_and_its_sides_are_equal_on_the_ground()
    {
        var square = MapSquare.Around(43.51, -77.53, 43.55, -77.46);
        Assert.Multiple(() =>
        {
            foreach (var (latitude, longitude) in new[] { (43.51, -77.53), (43.55, -77.46) })
            {
                var (x, y) = square.Place(latitude, longitude);
                Assert.That(x, Is.InRange(0, 1));
                Assert.That(y, Is.InRange(0, 1));
            }
            // The great circle through 43.53 degrees north from -77.53 to -77.46 has 5,643 meters, and a tenth is margin.
            Assert.That(square.Meters, Is.EqualTo(1.1 * 5643).Within(5));
            Assert.That((square.East - square.West) * Math.Cos(double.DegreesToRadians(43.53)),
                Is.EqualTo(square.North - square.South).Within(1e-9));
        });
        Assert.That(MapSquare.Around(43.5, -77.5, 43.5, -77.5).Meters, Is.EqualTo(MapSquare.Smallest), "a point has surroundings");
    }
}
