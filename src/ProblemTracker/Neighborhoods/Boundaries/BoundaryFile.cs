using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using ProblemTracker.Files;

namespace ProblemTracker.Neighborhoods;

/// <summary>A neighborhood in a file: its name, its search key, and its boundary as a GeoJSON geometry in WGS84.</summary>
internal sealed record NamedBoundary(string Name, string Key, string Boundary);

/// <summary>The boundaries of a file, and what was done with them. If there are faults, the boundaries are not all there.</summary>
internal sealed record BoundaryReading(IReadOnlyList<NamedBoundary> Boundaries, BoundaryCheck Check);

/// <summary>Reads boundaries from a file of features: mends what can be mended, joins equal names, and finds all faults at once.</summary>
internal static class BoundaryFile
{
    public const int LongestName = 200;

    /// <summary>Square meters; a file without a larger boundary was converted from the wrong projection.</summary>
    private const double SmallestArea = 1;

    /// <summary>Sentences of each kind that are shown.</summary>
    private const int MostSentences = 100;

    /// <param name="content">The file; read to its end, not disposed.</param>
    /// <param name="fileName">For errors.</param>
    /// <param name="nameProperty">The property of each feature that holds the neighborhood's name.</param>
    /// <param name="projection">Number or name of the projection that a person chose; null leaves it to the file.</param>
    /// <param name="city">The extent of the neighborhoods, for a proposal.</param>
    /// <param name="fix">What a person chose to do with degrees.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">At <c>file</c>, with all faults; at <c>projection</c> if a person must choose it.</exception>
    public static async Task<BoundaryReading> Read(Stream content, string fileName, string nameProperty, string? projection,
        Func<Task<Envelope>> city, CoordinateFix? fix, CancellationToken ct)
    {
        var file = await FeatureFile.Read(content, fileName, ShapeKind.Polygons, ct);
        var conversion = await FeatureProjection.Of(file, projection, city, fix);
        if (conversion.Fault is { } unsure)
            throw new Invalid(FeatureProjection.FieldOf(file, projection), unsure);
        var reading = Read(file, nameProperty, conversion);
        if (reading.Check.Faults.Count == 0) return reading;
        string[] fixes = reading.Check.ProposedFix is { } proposed
            ? [$"{CoordinateFixes.Looks(proposed)}. Choose to read them otherwise (--fix {proposed} on the command line)."] : [];
        throw new Invalid(new Dictionary<string, string[]> { ["file"] = [.. reading.Check.Faults, .. fixes] });
    }

    /// <summary>Reads what can be read. A proposed projection is used, so that the shapes can be seen.</summary>
    public static BoundaryReading Read(FeatureFile file, string nameProperty, FeatureProjection conversion)
    {
        List<string> mended = [], joined = [], skipped = [], faults = [];
        if (conversion.Fault is { } unsure && !conversion.IsProposed) faults.Add(unsure);
        var found = new List<(string Name, string Key, int Number, Geometry Shape)>();
        if (WrongKind(file) is { } wrongKind) faults.Add(wrongKind);
        else if (faults.Count == 0)
        {
            var areas = file.Features.Where(IsArea).ToList();
            // If most are without a name, the property is the wrong one.
            var leavesUnnamed = 2 * areas.Count(area => !HasName(area, nameProperty)) < areas.Count;
            foreach (var feature in file.Features)
            {
                var fault = NameOf(feature, nameProperty, out var name);
                var which = $"Feature {feature.Number}{(name.Length > 0 ? $" (\"{name}\")" : "")}";
                var lack = feature.IsOther ? null : feature.Kind is null ? "has no geometry"
                    : feature.Fault is null && !IsArea(feature) && areas.Count > 0 ? $"is a {feature.Kind}, not an area,"
                    : leavesUnnamed && !HasName(feature, nameProperty) ? $"has no name in \"{nameProperty}\"" : null;
                if (lack is not null)
                {
                    skipped.Add($"{which} {lack} and is left out.");
                    continue;
                }
                Geometry? shape = null;
                fault ??= BoundaryOf(feature, which, conversion, mended, out shape);
                if (fault is null) found.Add((name, SearchKey.Of(name), feature.Number, shape!));
                else faults.Add(fault);
            }
        }
        if (file.Features.Any(feature => feature.Fields.Any(field => !Texts.IsPlain(field.Name))))
            faults.Add($"The name of a property contains {RecordSources.NoCharacter}. Rename the property.");
        if (faults.Count == 0 && found.Count == 0) faults.Add("The file has no boundaries: none of its features has a geometry.");
        if (faults.Count == 0 && conversion.Projection is { IsDegrees: false } converted
            && found.TrueForAll(f => Geography.SquareMeters(f.Shape) < SmallestArea))
            faults.Add($"In {converted}, every boundary is smaller than 1 square meter. Choose another projection.");
        var boundaries = found.GroupBy(f => f.Key).Select(same => Joined([.. same], joined)).ToList();
        var isConverted = conversion.Projection is { IsDegrees: false };
        return new(boundaries, new(Few(mended), Few(joined), Few(skipped), Few(faults))
        {
            Projection = isConverted ? $"{conversion.Projection}" : null,
            ProjectionNumber = isConverted ? conversion.Projection!.Number : null,
            IsProposed = conversion.IsProposed,
            Fix = conversion.Fix,
            ProposedFix = conversion.ProposedFix,
        });
    }

    /// <summary>The properties of the features and their values as text, for choosing the property that contains the names.</summary>
    public static (IReadOnlyList<string> Properties, IReadOnlyList<IReadOnlyList<string>> Rows) Table(FeatureFile file)
    {
        var names = file.Features.SelectMany(feature => feature.Fields.Select(field => field.Name)).Distinct().ToList();
        return ([.. names.Select(Shown)],
            [.. file.Features.Select(feature => (IReadOnlyList<string>)[.. names.Select(n => Shown(feature.Field(n)?.Text ?? ""))])]);
    }

    private static string Shown(string text) => Texts.IsPlain(text) ? text : "\uFFFD";

    private static NamedBoundary Joined(List<(string Name, string Key, int Number, Geometry Shape)> same, List<string> joined)
    {
        var (name, key, _, shape) = same[0];
        if (same.Count > 1)
        {
            shape = OverlayNGRobust.Union(same.ConvertAll(part => part.Shape));
            joined.Add($"Features {string.Join(", ", same.SkipLast(1).Select(part => part.Number))} and {same[^1].Number} are "
                + $"{(same.Count == 2 ? "both" : "all")} named "
                + $"\"{name}\" and become one neighborhood.");
        }
        return new(name, key, GeoJson.Write(shape));
    }

    /// <summary>Says once what a file of points or lines is, instead of for each feature.</summary>
    private static string? WrongKind(FeatureFile file)
    {
        var kinds = file.Features.Select(feature => feature.Kind).OfType<string>().ToList();
        if (kinds.Count < 2) return null;
        return kinds.TrueForAll(kind => kind is "Point" or "MultiPoint")
            ? $"The file has {kinds.Count:N0} points, not the areas of neighborhoods. If they are incidents, import it as incidents; else "
                + "ask for the file with the boundaries as polygons."
            : kinds.TrueForAll(kind => kind is "LineString" or "MultiLineString")
                ? $"The file has {kinds.Count:N0} lines, not the areas of neighborhoods. If they are streets, import it as streets; else "
                    + "ask for the file with the boundaries as polygons."
                : null;
    }

    private static bool IsArea(FileFeature feature) => feature.Kind is "Polygon" or "MultiPolygon" or "GeometryCollection";

    // Numbers are names too, since districts are often numbered. Nobody sees a code that is no character, but it is no blank.
    private static bool HasName(FileFeature feature, string nameProperty) =>
        feature.Field(nameProperty) is { IsName: true } name && (!name.Text.IsBlank() || !Texts.IsPlain(name.Text));

    private static string? NameOf(FileFeature feature, string nameProperty, out string name)
    {
        name = "";
        if (feature.IsOther) return $"Entry {feature.Number} of \"features\" is not a GeoJSON Feature.";
        var value = feature.Field(nameProperty);
        // Before the next check: nobody sees a code that is no character.
        if (value is { IsName: true } && !Texts.IsPlain(value.Value.Text))
            return $"The name of feature {feature.Number} contains {RecordSources.NoCharacter}. Correct it.";
        if (!HasName(feature, nameProperty))
        {
            var others = string.Join(", ", feature.Fields.Select(field => field.Name));
            return value is not null
                ? $"Feature {feature.Number} has no name: its property \"{nameProperty}\" is blank or not text."
                : $"Feature {feature.Number} has no property \"{nameProperty}\". It has {(others.Length > 0 ? others : "none")}. "
                    + "Choose the column with the names (--name-property on the command line).";
        }
        var trimmed = value!.Value.Text.Trim();
        if (trimmed.Length > LongestName)
            return $"The name of feature {feature.Number} is longer than {LongestName} characters. Shorten it.";
        name = trimmed;
        return null;
    }

    private static string? BoundaryOf(FileFeature feature, string which, FeatureProjection conversion, List<string> mended,
        out Geometry? shape)
    {
        var projection = conversion.Projection!;
        shape = null;
        if (feature.Fault is { } unreadable) return $"The boundary of {Lower(which)} can't be read: {unreadable}.";
        if (!IsArea(feature))
            return $"{which} is a {feature.Kind}. A neighborhood must be a Polygon or a MultiPolygon: remove the feature, or draw its "
                + "area.";
        if (feature.Shape!.IsEmpty) return $"{which} has an empty boundary. Remove the feature, or draw its area.";
        var degrees = FeatureProjection.Converted(feature.Shape, projection, conversion.Fix);
        foreach (var place in degrees.Coordinates)
            if (!(Math.Abs(place.X) <= 180 && Math.Abs(place.Y) <= 90))
                return FormattableString.Invariant(
                    $"{which} has a corner at longitude {place.X}, latitude {place.Y}, which is not on Earth. ")
                    + (projection.IsDegrees ? "GeoJSON coordinates are degrees, longitude first." : $"It was read as {projection}.");
        var mend = BoundaryMend.Of(degrees);
        if (mend.Change > BoundaryMend.MostChange)
            return $"The boundary of {Lower(which)} can't be mended: {mend.Defect}, and mending would change its area by "
                + FormattableString.Invariant($"{100 * mend.Change:0.#}%. Redraw it there and import again.");
        if (mend.Shape.IsEmpty) return $"{which} has no area. Remove the feature, or draw its area.";
        if (feature.WasOpen) mended.Add($"{which} was mended: a ring that was not closed now ends where it begins.");
        if (mend.Defect is { } defect) mended.Add($"{which} was mended: {defect}; {BoundaryMend.ChangeWords(mend.Change)}.");
        shape = mend.Shape;
        return null;
    }

    private static List<string> Few(List<string> sentences) => sentences.Count <= MostSentences ? sentences
        : [.. sentences.Take(MostSentences), $"And {sentences.Count - MostSentences:N0} more."];

    private static string Lower(string which) => string.Concat("f", which.AsSpan(1));
}
