using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;
using NetTopologySuite.Operation.Valid;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Mends the boundaries that real files have: lines that cross or touch themselves, spikes, rings inside others. The area that a line
/// encloses must stay the same: places inside an odd number of rings, as maps paint it.
/// </summary>
/// <param name="Shape">The mended boundary: polygons only.</param>
/// <param name="Defect">What was wrong, such as "its line crosses itself near longitude -84.5, latitude 39.1"; null if nothing.</param>
/// <param name="Change">Change of the area as a share.</param>
internal sealed record BoundaryMend(Geometry Shape, string? Defect, double Change)
{
    /// <summary>The largest change of area that is imported, as a share; people see it in the preview.</summary>
    public const double MostChange = 0.01;

    public static BoundaryMend Of(Geometry shape)
    {
        var polygons = Polygons(shape);
        var check = new IsValidOp(polygons);
        if (check.IsValid) return new(polygons, null, 0);
        var error = check.ValidationError;
        var near = error.Coordinate is { } at
            ? FormattableString.Invariant($" near longitude {Math.Round(at.X, 6)}, latitude {Math.Round(at.Y, 6)}") : "";
        var parts = Parts(polygons).Select(part => (Before: part, After: Polygons(GeometryFixer.Fix(part)))).ToList();
        var mended = Polygons(OverlayNGRobust.Union(parts.ConvertAll(part => part.After)));
        var before = parts.Sum(part => part.Before.IsValid ? part.Before.Area : Enclosed(part.Before));
        var change = Math.Abs(before - parts.Sum(part => part.After.Area)) / Math.Max(before, double.Epsilon);
        return new(mended, Words(error.ErrorType) + near, mended.IsEmpty ? 1 : change);
    }

    /// <summary>"its area is the same", or by how much it changed.</summary>
    public static string ChangeWords(double change) => change < 0.00005 ? "its area is the same"
        : FormattableString.Invariant($"its area changed by {100 * change:0.##}%");

    private static string Words(TopologyValidationErrors error) => error switch
    {
        TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection => "its line crosses or touches itself",
        TopologyValidationErrors.NestedShells => "one of its parts lies in another",
        TopologyValidationErrors.DisconnectedInteriors => "holes cut it in two",
        TopologyValidationErrors.HoleOutsideShell => "a hole lies outside of it",
        TopologyValidationErrors.NestedHoles => "a hole lies in another",
        TopologyValidationErrors.DuplicateRings => "a ring is there twice",
        _ => "a ring is too short or not closed",
    };

    /// <summary>The polygons of a geometry, without lines and points.</summary>
    private static Geometry Polygons(Geometry shape)
    {
        if (shape is Polygon or MultiPolygon) return shape;
        var polygons = PolygonExtracter.GetPolygons(shape).Cast<Polygon>().ToArray();
        return polygons is [var one] ? one : GeoJson.Factory.CreateMultiPolygon(polygons);
    }

    private static IEnumerable<Geometry> Parts(Geometry polygons) =>
        Enumerable.Range(0, polygons.NumGeometries).Select(polygons.GetGeometryN);

    /// <summary>The area inside an odd number of the rings, in square degrees.</summary>
    private static double Enclosed(Geometry part)
    {
        var rings = LinearComponentExtracter.GetLines(part).Cast<LineString>().ToList();
        var polygonizer = new Polygonizer();
        Geometry lines = part.Factory.CreateMultiLineString(
            [.. rings.Select(ring => part.Factory.CreateLineString(ring.CoordinateSequence))]);
        polygonizer.Add(OverlayNGRobust.Union(lines));
        return polygonizer.GetPolygons().Where(face => rings.Count(ring =>
            RayCrossingCounter.LocatePointInRing(face.InteriorPoint.Coordinate, ring.CoordinateSequence) == Location.Interior) % 2 == 1)
            .Sum(face => face.Area);
    }
}
