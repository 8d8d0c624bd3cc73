using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>The contents of an uploaded file of neighborhoods.</summary>
/// <param name="Properties">Names of the features' properties.</param>
/// <param name="Rows">Values of the properties, one row per feature.</param>
/// <param name="NameProperty">The property with the names: as requested, or as proposed; null if none fits.</param>
/// <param name="Objection">Why the file can't be imported with this property; null if it can.</param>
internal sealed record BoundaryLook(IReadOnlyList<string> Properties, IReadOnlyList<IReadOnlyList<string>> Rows,
    string? NameProperty, string? Objection);

/// <summary>Reads uploaded files of neighborhoods, plain or gzipped.</summary>
internal static class ImportBoundaries
{
    public const int LongestProperty = 200;

    /// <summary>Unpacked size in bytes; limited because boundaries are read into memory.</summary>
    private const int Largest = 64 * 1024 * 1024;

    private static readonly string[] Names = ["name", "neighborhood", "neighbourhood", "nhood", "district", "beat", "ward",
        "area", "label", "title"];

    /// <exception cref="Invalid">At <c>file</c>: damaged, too large, or boundaries that can't be read.</exception>
    public static async Task<IReadOnlyList<NamedBoundary>> Read(Stream content, string fileName, string nameProperty, CancellationToken ct)
    {
        await using var whole = await Unpack(content, fileName, ct);
        return await BoundaryFile.Read(whole, nameProperty, ct);
    }

    /// <exception cref="Invalid">At <c>file</c>: damaged, too large, or not GeoJSON.</exception>
    public static async Task<BoundaryLook> Look(Stream content, string fileName, string? nameProperty, CancellationToken ct)
    {
        await using var whole = await Unpack(content, fileName, ct);
        var (properties, rows) = await BoundaryFile.Table(whole, ct);
        var name = nameProperty ?? Propose(properties, rows);
        if (name is null) return new(properties, rows, null, "Choose the property with the neighborhood name.");
        whole.Position = 0;
        try
        {
            await BoundaryFile.Read(whole, name, ct);
            return new(properties, rows, name, null);
        }
        catch (Invalid wrong)
        {
            return new(properties, rows, name, wrong.Errors.Values.First()[0]);
        }
    }

    /// <summary>Of the properties with unique texts in every row: one with a typical name, otherwise the first without numbers.</summary>
    private static string? Propose(IReadOnlyList<string> properties, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var telling = properties.Where((_, at) => rows.All(row => row[at].Length > 0)
            && rows.Select(row => SearchKey.Of(row[at])).Distinct().Count() == rows.Count).ToList();
        return Names.Select(name => telling.Find(p => p.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(p => p is not null)
            ?? telling.Find(p => rows.All(row => !double.TryParse(row[properties.ToList().IndexOf(p)], out _)));
    }

    private static async Task<MemoryStream> Unpack(Stream content, string fileName, CancellationToken ct)
    {
        var whole = new MemoryStream();
        try
        {
            var unpacked = await FileContent.Unpack(content, fileName, ct);
            var buffer = new byte[64 * 1024];
            for (int read; (read = await unpacked.ReadAsync(buffer, ct)) > 0;)
            {
                if (whole.Length + read > Largest)
                    throw new Invalid("file", $"The file is larger than {Largest / 1024 / 1024} MB. Simplify its boundaries.");
                whole.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new Invalid("file", "The file is damaged: it can't be unpacked.");
        }
        whole.Position = 0;
        return whole;
    }
}
