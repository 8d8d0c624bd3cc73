using System.Text.Json;
using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Reads geometries of GeoJSON more loosely than the library: rings that aren't closed are, a corner given twice in a row counts once,
/// heights are dropped, and polygons may be in a collection.
/// </summary>
internal static class GeoJsonShapes
{
    /// <summary>Corners of the smallest ring, with the first one again at its end.</summary>
    private const int FewestCorners = 4;

    private sealed class Unreadable(string reason) : Exception(reason);

    /// <param name="kind">The geometry's type.</param>
    /// <param name="wasOpen">Whether a ring was closed.</param>
    /// <param name="fault">Why it can't be read, to follow "can't be read: "; null if it can.</param>
    public static Geometry? Read(JsonElement geometry, string kind, out bool wasOpen, out string? fault)
    {
        (wasOpen, fault) = (false, null);
        try
        {
            return kind switch
            {
                "Polygon" => Polygon(Coordinates(geometry), ref wasOpen),
                "MultiPolygon" => Polygons(Coordinates(geometry), ref wasOpen),
                "GeometryCollection" => Collection(geometry, ref wasOpen),
                "Point" or "MultiPoint" => null,
                _ => GeoJson.Read(geometry.GetRawText()),
            };
        }
        catch (Exception error) when (error is Unreadable or JsonException or ArgumentException or InvalidOperationException
            or FormatException or NotSupportedException or IndexOutOfRangeException)
        {
            fault = error.Message.Split('\n')[0].TrimEnd('.', '\r');
            return null;
        }
    }

    private static JsonElement Coordinates(JsonElement geometry) =>
        geometry.TryGetProperty("coordinates", out var coordinates) ? coordinates : throw new Unreadable("it has no coordinates");

    private static Geometry Polygons(JsonElement parts, ref bool wasOpen)
    {
        var polygons = new List<Polygon>();
        foreach (var part in List(parts))
            if (Polygon(part, ref wasOpen) is Polygon { IsEmpty: false } polygon) polygons.Add(polygon);
        return polygons is [var one] ? one : GeoJson.Factory.CreateMultiPolygon([.. polygons]);
    }

    private static Polygon Polygon(JsonElement rings, ref bool wasOpen)
    {
        LinearRing? shell = null;
        var holes = new List<LinearRing>();
        foreach (var ring in List(rings))
        {
            var read = Ring(ring, ref wasOpen);
            if (shell is null)
            {
                // Without an outer ring, holes are none.
                if (read is null) return GeoJson.Factory.CreatePolygon();
                shell = read;
            }
            else if (read is not null) holes.Add(read);
        }
        return shell is null ? GeoJson.Factory.CreatePolygon() : GeoJson.Factory.CreatePolygon(shell, [.. holes]);
    }

    /// <returns>Null if it has no area: fewer than three different corners.</returns>
    private static LinearRing? Ring(JsonElement ring, ref bool wasOpen)
    {
        var corners = new List<Coordinate>();
        foreach (var position in List(ring))
        {
            if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2 || position[0].ValueKind != JsonValueKind.Number
                || position[1].ValueKind != JsonValueKind.Number) throw new Unreadable("a corner is not a list of two numbers");
            var corner = new Coordinate(position[0].GetDouble(), position[1].GetDouble());
            if (corners.Count == 0 || !corners[^1].Equals2D(corner)) corners.Add(corner);
        }
        if (corners.Count < FewestCorners - 1) return null;
        if (!corners[0].Equals2D(corners[^1]))
        {
            wasOpen = true;
            corners.Add(corners[0].Copy());
        }
        return corners.Count < FewestCorners ? null : GeoJson.Factory.CreateLinearRing([.. corners]);
    }

    private static GeometryCollection Collection(JsonElement collection, ref bool wasOpen)
    {
        if (!collection.TryGetProperty("geometries", out var members)) throw new Unreadable("it has no geometries");
        var shapes = new List<Geometry>();
        foreach (var member in List(members))
            if (member.ValueKind == JsonValueKind.Object && GeoJsonFile.Text(member, "type") is { } kind)
            {
                if (Read(member, kind, out var isOpen, out var fault) is { } shape) shapes.Add(shape);
                if (fault is not null) throw new Unreadable(fault);
                wasOpen |= isOpen;
            }
        return GeoJson.Factory.CreateGeometryCollection([.. shapes]);
    }

    private static JsonElement.ArrayEnumerator List(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray()
            : throw new Unreadable("its coordinates are not lists of numbers");
}
