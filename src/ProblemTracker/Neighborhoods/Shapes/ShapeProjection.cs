namespace ProblemTracker.Neighborhoods;

/// <summary>Which projection a layer of a shapefile has.</summary>
internal static class ShapeProjection
{
    /// <param name="layer">The layer.</param>
    /// <param name="request">Asks a person to choose the projection; null if none has to be chosen.</param>
    /// <returns>Null if the projection isn't known, or not said although the coordinates aren't degrees.</returns>
    public static Projection? Of(ShapeLayer layer, out string? request)
    {
        request = null;
        if (layer.Prj is { } prj)
        {
            if (Projection.FromWkt(prj) is { } known) return known;
            request = $"The shapefile's projection is not known: {NameOf(prj)}. Choose its projection, or export it in WGS84 (degrees).";
            return null;
        }
        if (AreDegrees(layer)) return Projection.Degrees;
        var extent = layer.Extent;
        request = FormattableString.Invariant(
            $"The shapefile has no .prj file, and its coordinates (such as {extent.MinX:0}, {extent.MinY:0}) are not degrees. ")
            + "Choose its projection, or zip it again with its .prj file.";
        return null;
    }

    /// <summary>Whether all coordinates can be degrees.</summary>
    public static bool AreDegrees(ShapeLayer layer) => layer.Extent is { } extent && (extent.IsNull || (Math.Abs(extent.MinX) <= 180
        && Math.Abs(extent.MaxX) <= 180 && Math.Abs(extent.MinY) <= 90 && Math.Abs(extent.MaxY) <= 90));

    public static string NameOf(string prj) => prj.Split('"') is [_, { Length: > 0 and < 100 } name, ..] ? name : "no name";
}
