using System.Text.Json;
using NetTopologySuite.Geometries;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>The contents of an uploaded file of neighborhoods.</summary>
/// <param name="Properties">Names of the features' properties.</param>
/// <param name="Rows">Values of the properties, one row per feature.</param>
/// <param name="NameProperty">The property with the names: as requested, or as proposed; null if none fits.</param>
/// <param name="Objection">Why the file can't be imported with this property; null if it can.</param>
/// <param name="Check">What was mended, joined and left out, and all faults.</param>
internal sealed record BoundaryLook(IReadOnlyList<string> Properties, IReadOnlyList<IReadOnlyList<string>> Rows,
    string? NameProperty, string? Objection, BoundaryCheck Check);

/// <summary>Reads uploaded files of neighborhoods: GeoJSON or zipped shapefiles, plain or gzipped.</summary>
internal static class ImportBoundaries
{
    public const int LongestProperty = 200;

    private static readonly string[] Names = ["name", "neighborhood", "neighbourhood", "nhood", "district", "beat", "ward",
        "area", "label", "title"];

    /// <exception cref="Invalid">
    /// At <c>file</c>: damaged, too large, or boundaries that can't be read. At <c>projection</c>: a person must choose it.
    /// </exception>
    public static Task<BoundaryReading> Read(Stream content, string fileName, BoundaryImport how,
        Func<Task<Envelope>> city, CancellationToken ct) =>
        BoundaryFile.Read(content, fileName, how.NameProperty, how.Projection, city, how.Fix, ct);

    /// <param name="content">The file; not disposed.</param>
    /// <param name="fileName">For errors.</param>
    /// <param name="nameProperty">Null proposes one.</param>
    /// <param name="projection">Number or name of the projection; null leaves it to the file, or proposes one.</param>
    /// <param name="city">The extent of the neighborhoods, for a proposal.</param>
    /// <param name="fix">What to do with degrees.</param>
    /// <param name="ct">Ends reading.</param>
    /// <exception cref="Invalid">
    /// At <c>file</c>: damaged, too large, or another format. At <c>projection</c>: nothing has this number or name.
    /// </exception>
    public static async Task<BoundaryLook> Look(Stream content, string fileName, string? nameProperty, string? projection,
        Func<Task<Envelope>> city, CoordinateFix? fix, CancellationToken ct)
    {
        var file = await FeatureFile.Read(content, fileName, ShapeKind.Polygons, ct);
        var (properties, rows) = BoundaryFile.Table(file);
        var conversion = await FeatureProjection.Of(file, projection, city, fix);
        var name = nameProperty ?? Propose(properties, [.. rows.Where((_, at) => file.Features[at].Kind is not null)]);
        var check = BoundaryFile.Read(file, name ?? "", conversion).Check;
        if (name is not null) return new(properties, rows, name, check.Faults.Count > 0 ? check.Faults[0] : null, check);
        const string choose = "Choose the column with the neighborhood names.";
        return new(properties, rows, null, choose, check with { Mended = [], Joined = [], Skipped = [], Faults = [choose] });
    }

    /// <summary>The shapes of areas as GeoJSON, simplified for drawing. What lies in two is simplified by itself.</summary>
    public static IReadOnlyList<JsonElement> ShapesOf(IReadOnlyList<DrawnBoundary> drawn)
    {
        var shapes = new JsonElement[drawn.Count];
        foreach (var group in drawn.Index().GroupBy(area => area.Item.Kind == DrawnKind.Both))
            foreach (var ((at, _), shape) in group.Zip(OutlineMap.Drawn([.. group.Select(area => area.Item.Shape)])))
                shapes[at] = shape;
        return shapes;
    }

    /// <summary>
    /// Of the properties with a text in every row: one with a typical name and unique texts, then one with a typical name, then one with a
    /// typical name and a text in most rows, otherwise the first with unique texts that aren't numbers.
    /// </summary>
    private static string? Propose(IReadOnlyList<string> properties, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var filled = properties.Index().Where(p => rows.All(row => row[p.Index].Length > 0)).ToList();
        var unique = filled.Where(p => rows.Select(row => SearchKey.Of(row[p.Index])).Distinct().Count() == rows.Count).ToList();
        var mostly = properties.Index().Where(p => rows.Count(row => row[p.Index].Length > 0) * 2 > rows.Count).ToList();
        return Typical(unique) ?? Typical(filled) ?? Typical(mostly)
            ?? unique.Find(p => rows.All(row => !double.TryParse(row[p.Index], out _))).Item;

        static string? Typical(List<(int Index, string Item)> among) =>
            Names.Select(name => among.Find(p => p.Item.Contains(name, StringComparison.OrdinalIgnoreCase)).Item)
                .FirstOrDefault(p => p is not null);
    }
}
