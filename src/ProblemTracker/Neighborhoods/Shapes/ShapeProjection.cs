namespace ProblemTracker.Neighborhoods;

/// <summary>Which projection a layer of a shapefile has.</summary>
internal static class ShapeProjection
{
    /// <exception cref="Invalid">At <c>projection</c>: unknown, or not said although the coordinates aren't degrees.</exception>
    public static Projection Of(ShapeLayer layer)
    {
        if (layer.Prj is { } prj)
            return Projection.FromWkt(prj) ?? throw new Invalid("projection",
                $"The shapefile's projection is not known: {NameOf(prj)}. Choose its projection, or export it in WGS84 (degrees).");
        var extent = layer.Extent;
        if (extent.IsNull || (Math.Abs(extent.MinX) <= 180 && Math.Abs(extent.MaxX) <= 180 && Math.Abs(extent.MinY) <= 90
            && Math.Abs(extent.MaxY) <= 90)) return Projection.Degrees;
        throw new Invalid("projection", FormattableString.Invariant(
            $"The shapefile has no .prj file, and its coordinates (such as {extent.MinX:0}, {extent.MinY:0}) are not degrees. ")
            + "Choose its projection, or zip it again with its .prj file.");
    }

    public static string NameOf(string prj) => prj.Split('"') is [_, { Length: > 0 and < 100 } name, ..] ? name : "no name";
}
