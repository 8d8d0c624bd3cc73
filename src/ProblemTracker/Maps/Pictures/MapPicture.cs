using NetTopologySuite.Geometries;

namespace ProblemTracker.Maps;

/// <summary>Something on a map that the server draws.</summary>
/// <param name="Text">What stands in it, such as a number; null for a cross.</param>
/// <param name="Meters">The radius of the area that it stands for; null for a point.</param>
public sealed record PictureMark(double Latitude, double Longitude, string? Text = null, double? Meters = null);

/// <summary>A place with its number of incidents.</summary>
/// <param name="Side">Of the square that it stands for, in degrees; null for a point, drawn as a disk.</param>
public sealed record PictureSpot(double Latitude, double Longitude, int Count, double? Side = null);

/// <summary>
/// Draws neighborhoods, streets and marks, without scripts or tiles: the maps of the public site and of reports.
/// </summary>
internal static class MapPicture
{
    /// <summary>Units from side to side: tenths of a pixel on a narrow phone, so that coordinates are whole numbers.</summary>
    private const int Side = 3200;

    /// <summary>Side in pixels where a click is read from it.</summary>
    public const int Pixels = 320;

    /// <summary>Most streets of a picture, the longest first.</summary>
    private const int MostStreets = 250;

    private const int MarkSize = 190;

    /// <summary>Of a spot with one incident, and of the spot with the most.</summary>
    private const double SmallestSpot = 30, LargestSpot = 130;

    /// <summary>A wider map has the names of neighborhoods alone, in meters.</summary>
    private const double MostMetersOfStreetNames = 4000;

    private static readonly Paint
        Ground = new("#f3f5f6"), Area = new("#ffffff", "#71767a", 12), Chosen = new("#d9e8f6", "#71767a", 12),
        Street = new("none", "#c3c9ce", 22), Name = new("#1b1b1b", "#ffffff", 28), About = new("#8b0a03", "#8b0a03", 20, 0.25),
        Mark = new("#8b0a03", "#ffffff", 20), MarkText = new("#ffffff"), Cross = new("none", "#8b0a03", 50),
        Spot = new("#8b0a03", "#8b0a03", 10, 0.45);

    /// <param name="map">With a square.</param>
    /// <param name="marks">Drawn above everything.</param>
    /// <param name="chosen">The neighborhood to stress.</param>
    /// <param name="address">Where the drawing of a neighborhood leads to; null for a picture without links.</param>
    public static string Draw(PublicMap map, IReadOnlyList<PictureMark> marks, long? chosen = null, Func<long, string>? address = null) =>
        Of("map", map, [], marks, chosen, address).ToSvg();

    /// <param name="name">The picture's class.</param>
    /// <param name="spots">Drawn below the marks, larger where there are more incidents.</param>
    public static Drawing Of(string name, PublicMap map, IReadOnlyList<PictureSpot> spots, IReadOnlyList<PictureMark> marks,
        long? chosen = null, Func<long, string>? address = null)
    {
        var view = map.Square!;
        // What was placed first stays: marks, then neighborhoods, then streets.
        var shown = Together(view, marks);
        var labels = new MapLabels(Side, shown.Select(mark => At(view, mark)));
        List<Shape> names = [.. map.Neighborhoods.Select(place => NameOf(view, place, labels)).OfType<Shape>()];
        return new Drawing(Side, Side, name, decimals: 0) { IsSized = false }.Add(
            [
                new Box(0, 0, Side, Side, Ground, "ground"),
                .. map.Neighborhoods.Select(place => AreaOf(view, place, place.Id == chosen, address)),
                .. Streets(view, map.Streets, labels),
                .. spots.OrderByDescending(spot => spot.Count).Select(spot => SpotOf(view, spot, spots.Max(other => other.Count))),
                .. names,
                .. shown.SelectMany(mark => MarkOf(view, mark)),
            ]);
    }

    private static Outline AreaOf(MapSquare view, DrawnPlace place, bool isChosen, Func<long, string>? address) =>
        new([.. Rings(place.Shape).Select(ring => Points(view, ring))], Closed: true, isChosen ? Chosen : Area,
            isChosen ? "area chosen" : "area", address?.Invoke(place.Id));

    private static IEnumerable<Shape> Streets(MapSquare view, MapStreets streets, MapLabels labels)
    {
        var named = new HashSet<string>();
        var names = new List<Label>();
        for (var i = 0; i < Math.Min(streets.Lines.Count, MostStreets); i++)
        {
            var corners = Corners(streets.Lines[i]);
            yield return new Outline([Points(view, corners)], Closed: false, Street, "street");
            var name = streets.Names[i];
            if (view.Meters < MostMetersOfStreetNames && name.Length > 0 && !named.Contains(name)
                && labels.Along([.. corners.Select(corner => At(view, corner))], name) is { } label)
            {
                named.Add(name);
                names.Add(new(label.X, label.Y, [name], MapLabels.StreetSize, Name, "street-name", Turn: label.Degrees) { Below = 35 });
            }
        }
        foreach (var name in names) yield return name;
    }

    /// <summary>A neighborhood's name, a word or two on each line.</summary>
    private static Label? NameOf(MapSquare view, DrawnPlace place, MapLabels labels)
    {
        var (x, y) = At(view, place.Shape.InteriorPoint.Coordinate);
        var lines = MapLabels.Lines(place.Name);
        return !labels.Take(x, y, lines) ? null : new(x, y - (lines.Count - 1) * MapLabels.LineHeight / 2 + 40, lines,
            MapLabels.AreaSize, Name, "area-name", Bold: true, LineHeight: MapLabels.LineHeight);
    }

    private static Shape SpotOf(MapSquare view, PictureSpot spot, int most)
    {
        var (x, y) = At(view, new Coordinate(spot.Longitude, spot.Latitude));
        // Areas are in proportion to the numbers.
        if (spot.Side is not { } side)
            return new Disk(x, y, Math.Max(SmallestSpot, LargestSpot * Math.Sqrt((double)spot.Count / most)), Spot, "spot");
        var (left, top) = At(view, new Coordinate(spot.Longitude - side / 2, spot.Latitude + side / 2));
        var (right, bottom) = At(view, new Coordinate(spot.Longitude + side / 2, spot.Latitude - side / 2));
        return new Box(left, top, right - left, bottom - top, Spot with { Opacity = 0.2 + 0.5 * spot.Count / most }, "spot");
    }

    /// <summary>Marks with texts that would cover each other become one with both texts, which is wider and may cover others.</summary>
    private static List<PictureMark> Together(MapSquare view, IReadOnlyList<PictureMark> marks)
    {
        var shown = new List<(PictureMark Mark, int[] Of)>();
        foreach (var (mark, i) in marks.Select((mark, i) => (mark, i)))
        {
            var (one, of) = (mark, new[] { i });
            while (shown.FindIndex(other => Cover(view, other.Mark, one)) is >= 0 and var near)
            {
                of = [.. shown[near].Of.Concat(of).Order()];
                one = shown[near].Mark with { Text = string.Join(", ", of.Select(each => marks[each].Text)) };
                shown.RemoveAt(near);
            }
            shown.Add((one, of));
        }
        return [.. shown.Select(one => one.Mark)];
    }

    private static bool Cover(MapSquare view, PictureMark one, PictureMark other) =>
        one.Text is { } text && other.Text is { } second && Math.Abs(At(view, one).Y - At(view, other).Y) < MarkSize
        && Math.Abs(At(view, one).X - At(view, other).X) < HalfWidth(text) + HalfWidth(second);

    private static int HalfWidth(string text) => 45 + text.Length * 40;

    private static IEnumerable<Shape> MarkOf(MapSquare view, PictureMark mark)
    {
        var (x, y) = At(view, mark);
        if (mark.Meters is { } meters)
            yield return new Disk(x, y, (int)(meters / view.Meters * Side), About, "about");
        else if (mark.Text is { } text)
        {
            yield return new Box(x - HalfWidth(text), y - MarkSize / 2, 2 * HalfWidth(text), MarkSize, Mark, "mark", MarkSize / 2);
            yield return new Label(x, y + 45, [text], 130, MarkText, "mark-text", Bold: true);
        }
        else
            yield return new Outline([[(x - 110, y), (x + 110, y)], [(x, y - 110), (x, y + 110)]], Closed: false, Cross, "cross");
    }

    private static IEnumerable<List<Coordinate>> Rings(Geometry shape) => Enumerable.Range(0, shape.NumGeometries)
        .Select(shape.GetGeometryN).OfType<Polygon>()
        .SelectMany(polygon => polygon.InteriorRings.Prepend(polygon.ExteriorRing)).Select(ring => ring.Coordinates.ToList());

    private static List<Coordinate> Corners(IReadOnlyList<double> line) =>
        [.. Enumerable.Range(0, line.Count / 2).Select(i => new Coordinate(line[2 * i + 1], line[2 * i]))];

    private static IReadOnlyList<(double X, double Y)> Points(MapSquare view, List<Coordinate> corners) =>
        [.. corners.Select(corner => At(view, corner)).Select(at => ((double)at.X, (double)at.Y))];

    private static (int X, int Y) At(MapSquare view, PictureMark mark) => At(view, new Coordinate(mark.Longitude, mark.Latitude));

    private static (int X, int Y) At(MapSquare view, Coordinate point)
    {
        var (x, y) = view.Place(point.Y, point.X);
        // Far outside is as good as a little outside, and keeps numbers small.
        return ((int)(Math.Clamp(x, -20, 20) * Side), (int)(Math.Clamp(y, -20, 20) * Side));
    }
}
