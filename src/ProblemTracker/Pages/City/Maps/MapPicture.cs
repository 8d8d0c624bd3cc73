using System.Globalization;
using System.Xml.Linq;
using NetTopologySuite.Geometries;
using ProblemTracker.Maps;

namespace ProblemTracker.Pages.City;

/// <summary>Something on a map of the public site.</summary>
/// <param name="Text">What stands in it, such as a number; null for a cross.</param>
/// <param name="Meters">The radius of the area that it stands for; null for a point.</param>
public sealed record PictureMark(double Latitude, double Longitude, string? Text = null, double? Meters = null);

/// <summary>
/// Draws a map of the public site as SVG, without scripts or tiles. Colors are attributes, since a picture has no style sheet and the
/// content security policy allows no styles in it; inside a page the style sheet replaces them by class.
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

    /// <summary>A wider map has the names of neighborhoods alone, in meters.</summary>
    private const double MostMetersOfStreetNames = 4000;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="map">With a square.</param>
    /// <param name="marks">Drawn above everything.</param>
    /// <param name="chosen">The neighborhood to stress.</param>
    /// <param name="address">Where the drawing of a neighborhood leads to; null for a picture without links.</param>
    public static string Draw(PublicMap map, IReadOnlyList<PictureMark> marks, long? chosen = null, Func<long, string>? address = null)
    {
        var view = map.Square!;
        // What was placed first stays: marks, then neighborhoods, then streets.
        var shown = Together(view, marks);
        var labels = new MapLabels(Side, shown.Select(mark => At(view, mark)));
        var names = map.Neighborhoods.Select(place => Name(view, place, labels)).ToList();
        return new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Side} {Side}"), new XAttribute("class", "map"),
            // The page says the same in words, and its links are there too.
            new XAttribute("aria-hidden", "true"), new XAttribute("focusable", "false"),
            Element("rect", "ground", ("width", Side), ("height", Side), ("fill", "#f3f5f6")),
            map.Neighborhoods.Select(place => Area(view, place, place.Id == chosen, address)),
            Streets(view, map.Streets, labels),
            names, shown.SelectMany(mark => Mark(view, mark))).ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Area(MapSquare view, DrawnPlace place, bool isChosen, Func<long, string>? address)
    {
        var area = Element("path", isChosen ? "area chosen" : "area",
            ("d", string.Concat(Rings(place.Shape).Select(ring => Path(view, ring) + "z"))), ("fill", isChosen ? "#d9e8f6" : "#ffffff"),
            ("stroke", "#71767a"), ("stroke-width", 12));
        return address is null ? area
            // The list of the page is for keyboards.
            : new XElement(Svg + "a", new XAttribute("href", address(place.Id)), new XAttribute("tabindex", -1), area);
    }

    private static IEnumerable<XElement> Streets(MapSquare view, MapStreets streets, MapLabels labels)
    {
        var named = new HashSet<string>();
        var names = new List<XElement>();
        for (var i = 0; i < Math.Min(streets.Lines.Count, MostStreets); i++)
        {
            var corners = Corners(streets.Lines[i]);
            yield return Element("path", "street", ("d", Path(view, corners)), ("fill", "none"), ("stroke", "#c3c9ce"),
                ("stroke-width", 22));
            var name = streets.Names[i];
            if (view.Meters < MostMetersOfStreetNames && name.Length > 0 && !named.Contains(name)
                && labels.Along([.. corners.Select(corner => At(view, corner))], name) is { } label)
            {
                named.Add(name);
                names.Add(Text("street-name", ("font-size", MapLabels.StreetSize), ("x", label.X), ("y", label.Y), ("dy", 35),
                    ("transform", $"rotate({label.Degrees} {label.X} {label.Y})")).With(name));
            }
        }
        foreach (var name in names) yield return name;
    }

    /// <summary>A neighborhood's name, a word or two on each line.</summary>
    private static XElement? Name(MapSquare view, DrawnPlace place, MapLabels labels)
    {
        var (x, y) = At(view, place.Shape.InteriorPoint.Coordinate);
        var lines = MapLabels.Lines(place.Name);
        return !labels.Take(x, y, lines) ? null : Text("area-name", ("y", y - (lines.Count - 1) * MapLabels.LineHeight / 2 + 40),
                ("font-size", MapLabels.AreaSize), ("font-weight", 700))
            .With(lines.Select((line, i) => new XElement(Svg + "tspan", new XAttribute("x", x),
                i == 0 ? null : new XAttribute("dy", MapLabels.LineHeight), line)));
    }

    /// <summary>Marks with texts that would cover each other become one with both texts.</summary>
    private static List<PictureMark> Together(MapSquare view, IReadOnlyList<PictureMark> marks)
    {
        var shown = new List<PictureMark>();
        foreach (var mark in marks)
        {
            var (x, y) = At(view, mark);
            var near = shown.FindIndex(other => other.Text is not null && mark.Text is not null
                && Math.Abs(At(view, other).X - x) < MarkSize && Math.Abs(At(view, other).Y - y) < MarkSize);
            if (near < 0) shown.Add(mark);
            else shown[near] = shown[near] with { Text = $"{shown[near].Text}, {mark.Text}" };
        }
        return shown;
    }

    private static IEnumerable<XElement> Mark(MapSquare view, PictureMark mark)
    {
        var (x, y) = At(view, mark);
        if (mark.Meters is { } meters)
            yield return Element("circle", "about", ("cx", x), ("cy", y), ("r", (int)(meters / view.Meters * Side)), ("fill", "#8b0a03"),
                ("fill-opacity", "0.25"), ("stroke", "#8b0a03"), ("stroke-width", 20));
        else if (mark.Text is { } text)
        {
            yield return Element("rect", "mark", ("x", x - 45 - text.Length * 40), ("y", y - MarkSize / 2),
                ("width", 90 + text.Length * 80), ("height", MarkSize), ("rx", MarkSize / 2), ("fill", "#8b0a03"),
                ("stroke", "#ffffff"), ("stroke-width", 20));
            yield return Element("text", "mark-text", ("x", x), ("y", y + 45), ("font-size", 130), ("font-weight", 700),
                ("text-anchor", "middle"), ("font-family", "sans-serif"), ("fill", "#ffffff")).With(text);
        }
        else
            yield return Element("path", "cross", ("d", $"M{x - 110} {y}h220M{x} {y - 110}v220"), ("stroke", "#8b0a03"),
                ("stroke-width", 50));
    }

    private static XElement Text(string name, params ReadOnlySpan<(string Name, object Value)> attributes) => Element("text", name,
        [("text-anchor", "middle"), ("font-family", "sans-serif"), ("fill", "#1b1b1b"), ("stroke", "#ffffff"), ("stroke-width", 28),
            ("stroke-linejoin", "round"), ("paint-order", "stroke"), .. attributes]);

    private static XElement Element(string tag, string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(Svg + tag, new XAttribute("class", name));
        foreach (var (attribute, value) in attributes) element.Add(new XAttribute(attribute, value));
        return element;
    }

    private static XElement With(this XElement element, object content)
    {
        element.Add(content);
        return element;
    }

    private static IEnumerable<List<Coordinate>> Rings(Geometry shape) => Enumerable.Range(0, shape.NumGeometries)
        .Select(shape.GetGeometryN).OfType<Polygon>()
        .SelectMany(polygon => polygon.InteriorRings.Prepend(polygon.ExteriorRing)).Select(ring => ring.Coordinates.ToList());

    private static List<Coordinate> Corners(IReadOnlyList<double> line) =>
        [.. Enumerable.Range(0, line.Count / 2).Select(i => new Coordinate(line[2 * i + 1], line[2 * i]))];

    private static string Path(MapSquare view, List<Coordinate> corners)
    {
        var path = new System.Text.StringBuilder();
        var (lastX, lastY) = (0, 0);
        foreach (var corner in corners)
        {
            var (x, y) = At(view, corner);
            if (path.Length == 0) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}");
            else if (x != lastX || y != lastY) path.Append(CultureInfo.InvariantCulture, $"l{x - lastX} {y - lastY}");
            (lastX, lastY) = (x, y);
        }
        return path.ToString();
    }

    private static (int X, int Y) At(MapSquare view, PictureMark mark) => At(view, new Coordinate(mark.Longitude, mark.Latitude));

    private static (int X, int Y) At(MapSquare view, Coordinate point)
    {
        var (x, y) = view.Place(point.Y, point.X);
        // Far outside is as good as a little outside, and keeps numbers small.
        return ((int)(Math.Clamp(x, -20, 20) * Side), (int)(Math.Clamp(y, -20, 20) * Side));
    }
}
