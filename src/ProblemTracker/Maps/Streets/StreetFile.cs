using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Linemerge;
using NetTopologySuite.Simplify;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;
using static ProblemTracker.Neighborhoods.GeoJsonFile;

namespace ProblemTracker.Maps;

/// <summary>A street: its name, if it has one, and its course as a GeoJSON MultiLineString in WGS84.</summary>
internal sealed record StreetLine(string? Name, string Line);

/// <summary>
/// Reads streets from a GeoJSON FeatureCollection or a zipped shapefile. Stops at the first error, which names the feature.
/// </summary>
internal static class StreetFile
{
    public const int LongestName = 200;
    /// <summary>Degrees; about a meter.</summary>
    private const double Tolerance = 0.00001;

    /// <param name="content">The file; read to its end, not disposed.</param>
    /// <param name="fileName">For errors.</param>
    /// <param name="nameProperty">The property with the street's name. Segments with the same name become one street.</param>
    /// <param name="projection">Number or name of the projection that a person chose; null leaves it to the file.</param>
    /// <param name="city">The extent of the neighborhoods, for a proposal.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: another format, or a feature that can't be a street. At <c>projection</c>: a person must choose it.
    /// </exception>
    public static async Task<(int Features, IReadOnlyList<StreetLine> Streets)> Read(Stream content, string fileName, string nameProperty,
        string? projection, Func<Task<Envelope>> city, CancellationToken ct)
    {
        var file = await FeatureFile.Read(content, fileName, ShapeKind.Lines, ct);
        var conversion = await FeatureProjection.Of(file, projection, city);
        if (conversion.Fault is { } unsure) throw new Invalid(FeatureProjection.FieldOf(file, projection), unsure);
        var named = new Dictionary<string, (string Name, List<Geometry> Lines)>();
        var unnamed = new List<Geometry>();
        foreach (var feature in file.Features)
        {
            var line = LineOf(feature, conversion.Projection!);
            if (NameOf(feature, nameProperty) is not { } name) unnamed.Add(line);
            else if (named.TryGetValue(SearchKey.Of(name), out var known)) known.Lines.Add(line);
            else named.Add(SearchKey.Of(name), (name, [line]));
        }
        return (file.Features.Count,
            [.. named.Values.Select(street => Street(street.Name, street.Lines)), .. unnamed.Select(line => Street(null, [line]))]);
    }

    private static StreetLine Street(string? name, List<Geometry> lines)
    {
        var merger = new LineMerger();
        merger.Add(lines);
        var merged = GeoJson.Factory.BuildGeometry(merger.GetMergedLineStrings());
        var simple = DouglasPeuckerSimplifier.Simplify(merged, Tolerance);
        var course = simple is MultiLineString several ? several : GeoJson.Factory.CreateMultiLineString([(LineString)simple]);
        return new(name, GeoJson.Write(course));
    }

    private static string? NameOf(FileFeature feature, string nameProperty)
    {
        if (feature.Field(nameProperty) is not { IsName: true } name) return null;
        // Before the next check: nobody sees a code that is no character.
        if (!Texts.IsPlain(name.Text))
            throw Wrong($"The name of feature {feature.Number} contains {RecordSources.NoCharacter}. Correct it.");
        if (name.Text.IsBlank()) return null;
        return name.Text.Trim() is { Length: <= LongestName } trimmed ? trimmed
            : throw Wrong($"The name of feature {feature.Number} is longer than {LongestName} characters. Shorten it.");
    }

    private static Geometry LineOf(FileFeature feature, Projection projection)
    {
        if (feature.IsOther) throw Wrong($"Entry {feature.Number} of \"features\" is not a GeoJSON Feature.");
        if (feature.Kind is null)
            throw Wrong($"Feature {feature.Number} has no geometry. A street must be a LineString or a MultiLineString.");
        if (feature.Kind is not ("LineString" or "MultiLineString"))
            throw Wrong($"Feature {feature.Number} is a {feature.Kind}. A street must be a LineString or a MultiLineString.");
        if (feature.Fault is { } unreadable) throw Wrong($"The course of feature {feature.Number} can't be read: {unreadable}.");
        if (feature.Shape!.IsEmpty) throw Wrong($"Feature {feature.Number} has an empty course.");
        var line = FeatureProjection.Converted(feature.Shape, projection);
        foreach (var place in line.Coordinates)
            if (!(Math.Abs(place.X) <= 180 && Math.Abs(place.Y) <= 90))
                throw Wrong(FormattableString.Invariant(
                    $"Feature {feature.Number} has a point at longitude {place.X}, latitude {place.Y}, which is not on Earth. ")
                    + (projection.IsDegrees ? "GeoJSON coordinates are degrees, longitude first." : $"It was read as {projection}."));
        return line;
    }
}
