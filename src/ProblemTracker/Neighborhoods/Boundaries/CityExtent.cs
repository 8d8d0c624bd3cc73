using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>The smallest box around all neighborhoods that have a boundary.</summary>
internal static class CityExtent
{
    /// <returns>Longitudes and latitudes in degrees; empty if no neighborhood has a boundary.</returns>
    public static async Task<Envelope> Read(Db db, CancellationToken ct)
    {
        var extent = new Envelope();
        foreach (var boundary in await db.List<string>("SELECT Boundary FROM Neighborhood WHERE Boundary IS NOT NULL", null, ct))
            extent.ExpandToInclude(GeoJson.Read(boundary).EnvelopeInternal);
        return extent;
    }
}
