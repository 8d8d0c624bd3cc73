using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace ProblemTracker.Neighborhoods;

/// <summary>Which shapes lie over which.</summary>
internal static class Overlaps
{
    /// <summary>A smaller share of the smaller shape is how boundaries drawn by hand meet, and not worth a question.</summary>
    public const double Least = 0.01;

    /// <summary>Two shapes that overlap.</summary>
    /// <param name="First">Index of the first shape.</param>
    /// <param name="Second">Index of the second shape.</param>
    /// <param name="SquareMeters">The area that lies in both.</param>
    public readonly record struct Pair(int First, int Second, double SquareMeters);

    /// <summary>All pairs of these shapes that overlap noticeably, by index.</summary>
    public static List<Pair> Among(IReadOnlyList<Geometry> shapes)
    {
        var tree = new STRtree<int>();
        for (var i = 0; i < shapes.Count; i++) tree.Insert(shapes[i].EnvelopeInternal, i);
        var pairs = new List<Pair>();
        for (var i = 0; i < shapes.Count; i++)
            foreach (var other in tree.Query(shapes[i].EnvelopeInternal))
                if (other > i && Shared(shapes[i], shapes[other]) is > 0 and var area) pairs.Add(new(i, other, area));
        return [.. pairs.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>The area in square meters that lies in both; 0 if it is not noticeable.</summary>
    public static double Shared(Geometry one, Geometry other)
    {
        if (!one.EnvelopeInternal.Intersects(other.EnvelopeInternal)) return 0;
        var area = Geography.SquareMeters(Within(one, other));
        return area >= Least * Math.Min(Geography.SquareMeters(one), Geography.SquareMeters(other)) ? area : 0;
    }

    /// <summary>The share of a shape that lies in any of the others, 0 to 1.</summary>
    public static double Covered(Geometry shape, IEnumerable<Geometry> others)
    {
        var whole = Geography.SquareMeters(shape);
        var left = others.Where(other => other.EnvelopeInternal.Intersects(shape.EnvelopeInternal)).Aggregate(shape, Without);
        return whole == 0 ? 0 : Math.Clamp(1 - Geography.SquareMeters(left) / whole, 0, 1);
    }

    public static Geometry Without(Geometry shape, Geometry other) => shape.IsEmpty ? shape
        : Areas(OverlayNGRobust.Overlay(shape, other, SpatialFunction.Difference));

    public static Geometry Within(Geometry shape, Geometry other) =>
        Areas(OverlayNGRobust.Overlay(shape, other, SpatialFunction.Intersection));

    public static Geometry Together(IEnumerable<Geometry> shapes) => Areas(OverlayNGRobust.Union(shapes));

    /// <summary>Only the polygons of a result, which can have lines and points where shapes touch.</summary>
    private static Geometry Areas(Geometry shape)
    {
        if (shape is Polygon or MultiPolygon) return shape;
        Polygon[] polygons = [.. Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN).OfType<Polygon>()];
        return polygons.Length == 1 ? polygons[0] : GeoJson.Factory.CreateMultiPolygon(polygons);
    }
}
