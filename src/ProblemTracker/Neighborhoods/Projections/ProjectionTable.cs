using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// The coordinate systems of <c>projections.tsv</c>: number, name, area of use (west, south, east, north) and parameters, or the number of
/// the row with the same area and parameters.
/// </summary>
internal static partial class ProjectionTable
{
    /// <param name="Projection">The coordinate system.</param>
    /// <param name="Words">The words of its name.</param>
    /// <param name="IsFirst">Whether no row before has the same parameters.</param>
    private sealed record Row(Projection Projection, HashSet<string> Words, bool IsFirst)
    {
        /// <summary>Its name without datum and unit.</summary>
        public string Grid { get; } = Unit().Replace(Projection.Name.Split(" / ", 2)[^1], "");
    }

    /// <summary>Datums by how usual they are now; others come after them, and NAD27 last.</summary>
    private static readonly string[] Usual = ["WGS 84", "NAD83", "NAD83(2011)", "NAD83(HARN)", "ETRS89", "OSGB36", "NAD83(CSRS)"];

    /// <summary>Words that people add or that other programs write, which are not in the names.</summary>
    private static readonly HashSet<string> Unsaid = ["state", "plane", "stateplane", "the", "projection", "grid", "system", "coordinate"];

    private static readonly Lazy<IReadOnlyList<Row>> Rows = new(Load);
    private static readonly Lazy<Dictionary<int, Projection>> ByNumber =
        new(() => Rows.Value.ToDictionary(row => row.Projection.Number, row => row.Projection));

    /// <summary>Only one of those with equal parameters.</summary>
    public static IEnumerable<Projection> Different => Rows.Value.Where(row => row.IsFirst).Select(row => row.Projection);

    public static Projection? Of(int number) => ByNumber.Value.GetValueOrDefault(number switch
    {
        // Numbers that other programs gave the same one.
        900913 or 102100 or 102113 or 3785 => 3857,
        4979 => 4326,
        _ => number,
    });

    public static Projection? ByCode(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase)) return Of(4326);
        if (Code().Match(trimmed) is { Success: true } code)
            return int.TryParse(code.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) ? Of(number) : null;
        return Rows.Value.Select(row => row.Projection)
            .FirstOrDefault(p => string.Equals(p.Name, trimmed, StringComparison.OrdinalIgnoreCase));
    }

    public static IReadOnlyList<Projection> Search(string text, int count) =>
        [.. Matches(text).Take(count).Select(row => row.Projection)];

    /// <summary>
    /// Those that words can mean: of each grid and unit the one with the usual datum. If the words name a grid wholly, only that.
    /// </summary>
    public static IReadOnlyList<Projection> Named(string text)
    {
        // Numbers are codes, not parts of names.
        if (!text.Any(char.IsLetter)) return [];
        var rows = Matches(text);
        var words = Words(text);
        if (rows.FindAll(row => Words(row.Grid).IsSubsetOf(words)) is { Count: > 0 } whole) rows = whole;
        return [.. rows.DistinctBy(row => (row.Grid, row.Projection.Terms.Unit < 1)).Select(row => row.Projection)];
    }

    /// <summary>Rows with all words of a text, the usual ones first.</summary>
    private static List<Row> Matches(string text)
    {
        var words = Words(text);
        var isFeet = words.RemoveWhere(word => word is "feet" or "foot" or "ft" or "ftus") > 0;
        var isMeters = words.RemoveWhere(word => word is "m" or "meter" or "meters" or "metre" or "metres") > 0;
        words.ExceptWith(Unsaid);
        if (words.Count == 0) return [];
        return [.. Rows.Value
            .Where(row => !isFeet || row.Projection.Terms.Unit < 1).Where(row => !isMeters || row.Projection.Terms.Unit >= 1)
            .Where(row => words.All(word => row.Words.Contains(word)
                || (word.Length > 1 && row.Words.Any(has => has.StartsWith(word, StringComparison.Ordinal)))))
            .OrderBy(row => Rank(row.Projection))];
    }

    /// <summary>The one in the table with the same parameters.</summary>
    /// <param name="datum">How its name begins, such as "NAD83"; empty if unknown.</param>
    public static Projection? Like(ProjectionTerms terms, string datum) =>
        Rows.Value.Select(row => row.Projection).Where(p => p.Terms.IsLike(terms))
            .OrderBy(p => Datum(p) == datum ? 0 : 1).ThenBy(Rank).FirstOrDefault();

    /// <summary>Sorts the usual ones first: plain datums, feet of the U.S. survey before others, lower numbers.</summary>
    public static int Rank(Projection projection)
    {
        var datum = Datum(projection);
        var at = Array.IndexOf(Usual, datum);
        var rank = at >= 0 ? at : datum == "NAD27" ? Usual.Length + 1 : Usual.Length;
        return rank * 1_000_000 + projection.Number;
    }

    public static string Datum(Projection projection) => projection.Name.Split(" / ")[0];

    private static HashSet<string> Words(string text)
    {
        var plain = text.ToLowerInvariant().Replace('_', ' ');
        plain = Nad().Replace(Wgs().Replace(plain, "wgs 84 "), "nad$1 ");
        plain = Fips().Replace(plain.Replace("stateplane", " ", StringComparison.Ordinal), " ");
        return [.. Word().Matches(plain).Select(match => match.Value)];
    }

    private static List<Row> Load()
    {
        using var stream = typeof(ProjectionTable).Assembly.GetManifestResourceStream("projections.tsv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(line => line[0]);
        return [.. lines.Values.Select(line =>
        {
            // One with the parameters of another names its number.
            var from = line[2][0] == '=' ? lines[line[2][1..]] : line;
            var area = from[2].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToList();
            return new Row(new(int.Parse(line[0], CultureInfo.InvariantCulture), line[1], ProjectionTerms.Parse(from[3]),
                new(area[0], area[2], area[1], area[3])),
                Words(line[0] == "3857" ? line[1] + " web google" : line[1]), from == line);
        })];
    }

    // "2263", "EPSG:2263", "urn:ogc:def:crs:EPSG::2263", "urn:ogc:def:crs:EPSG:6.9:2263", "http://www.opengis.net/def/crs/EPSG/0/2263"
    [GeneratedRegex(@"^(?:.*\b(?:EPSG|ESRI)\b.*?[:/#]|)(\d{3,6})$", RegexOptions.IgnoreCase)]
    private static partial Regex Code();

    [GeneratedRegex(@"\bwgs ?(19)?84\b")]
    private static partial Regex Wgs();

    [GeneratedRegex(@"\bnad ?(?:19)?(83|27)\b")]
    private static partial Regex Nad();

    [GeneratedRegex(@"\bfips ?\d*")]
    private static partial Regex Fips();

    // Also the order of the axes: "(ftUS)", "(E-N)".
    [GeneratedRegex(@" \([^)]*\)$")]
    private static partial Regex Unit();

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();
}
