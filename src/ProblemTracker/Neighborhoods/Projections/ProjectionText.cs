using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Neighborhoods;

/// <summary>Reads well-known text of coordinate systems as .prj files have it, of Esri and of OGC (version 1).</summary>
internal static partial class ProjectionText
{
    /// <summary>An item such as <c>UNIT["Meter",1.0]</c>.</summary>
    private sealed record Node(string Keyword, List<string> Values, List<Node> Children)
    {
        public string Name => Values.Count > 0 ? Values[0] : "";

        public Node? Child(string keyword) =>
            Children.Find(child => child.Keyword.Equals(keyword, StringComparison.OrdinalIgnoreCase));

        /// <summary>The number after the name, or the one at this place.</summary>
        public double Number(int at = 1) =>
            at < Values.Count && double.TryParse(Values[at], CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    /// <summary>Deeper nesting is no coordinate system.</summary>
    private const int Deepest = 12;
    private const int Longest = 20_000;

    /// <summary>Parameters of Esri and OGC, and what PROJ calls them.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["latitude_of_origin"] = "lat_0",
        ["latitude_of_center"] = "lat_0",
        ["central_meridian"] = "lon_0",
        ["longitude_of_origin"] = "lon_0",
        ["longitude_of_center"] = "lonc",
        ["standard_parallel_1"] = "lat_1",
        ["standard_parallel_2"] = "lat_2",
        ["scale_factor"] = "k",
        ["false_easting"] = "x_0",
        ["false_northing"] = "y_0",
        ["azimuth"] = "alpha",
        ["rectified_grid_angle"] = "gamma",
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["transverse_mercator"] = "tmerc",
        ["gauss_kruger"] = "tmerc",
        ["lambert_conformal_conic"] = "lcc",
        ["lambert_conformal_conic_2sp"] = "lcc",
        ["lambert_conformal_conic_1sp"] = "lcc",
        ["albers"] = "aea",
        ["albers_conic_equal_area"] = "aea",
        ["mercator_auxiliary_sphere"] = "webmerc",
        ["double_stereographic"] = "sterea",
        ["oblique_stereographic"] = "sterea",
        ["hotine_oblique_mercator_azimuth_natural_origin"] = "omerc",
        ["hotine_oblique_mercator"] = "omerc",
        ["hotine_oblique_mercator_azimuth_center"] = "omerc",
        ["oblique_mercator"] = "omerc",
        ["popular_visualisation_pseudo_mercator"] = "webmerc",
    };

    /// <summary>Datums by letters of their names; the shift is that of a row in the table with this number.</summary>
    private static readonly (string Letters, string Short, int LikeNumber)[] Datums =
    [
        ("northamerican1927", "NAD27", 4267), ("northamericandatum1927", "NAD27", 4267), ("northamerican1983", "NAD83", 4269),
        ("northamericandatum1983", "NAD83", 4269), ("nad83harn", "NAD83(HARN)", 4269), ("nad832011", "NAD83(2011)", 4269),
        ("northamerican1983harn", "NAD83(HARN)", 4269), ("nad1983harn", "NAD83(HARN)", 4269), ("nad19832011", "NAD83(2011)", 4269),
        ("wgs1984", "WGS 84", 4326), ("wgs84", "WGS 84", 4326), ("worldgeodeticsystem1984", "WGS 84", 4326),
        ("osgb1936", "OSGB36", 4277), ("osgb36", "OSGB36", 4277), ("etrs1989", "ETRS89", 4258),
        ("europeanterrestrialreferencesystem1989", "ETRS89", 4258),
    ];

    public static Projection? Read(string text)
    {
        if (text.Length > Longest || Parse(text) is not { } root) return null;
        if (root.Keyword.Equals("COMPD_CS", StringComparison.OrdinalIgnoreCase) && root.Children is [var horizontal, ..]) root = horizontal;
        if (root.Child("AUTHORITY") is { Values: [var authority, var code] } && authority.Equals("EPSG", StringComparison.OrdinalIgnoreCase)
            && ProjectionTable.ByCode(code) is { } known) return known;
        return root.Keyword.ToUpperInvariant() switch
        {
            "GEOGCS" => Geographic(root),
            "PROJCS" => Projected(root),
            _ => null,
        };
    }

    private static Projection? Geographic(Node root)
    {
        if (Datum(root) is not { } datum) return null;
        // Gradians and other meridians are rare, and nothing else would tell that the values are wrong.
        if (Math.Abs((root.Child("UNIT")?.Number() ?? double.NaN) - Math.PI / 180) > 1e-9) return null;
        var terms = new ProjectionTerms
        {
            Method = "longlat",
            Axis = datum.Axis,
            Flattening = datum.Flattening,
            Shift = datum.Shift,
            Values = new Dictionary<string, double>(),
        };
        return ProjectionTable.Like(terms, datum.Short) is { } known && known.Terms.IsShifted == terms.IsShifted ? known : null;
    }

    private static Projection? Projected(Node root)
    {
        var method = root.Child("PROJECTION")?.Name.Replace(' ', '_') ?? "";
        if (root.Child("GEOGCS") is not { } geographic || root.Child("UNIT")?.Number() is not > 0) return null;
        if (method.Equals("mercator_1sp", StringComparison.OrdinalIgnoreCase)
            && root.Name.Contains("pseudo", StringComparison.OrdinalIgnoreCase)) method = "mercator_auxiliary_sphere";
        if (!Methods.TryGetValue(method, out var kind)) return null;
        if (kind == "webmerc") return ProjectionTable.Of(3857);
        var unit = root.Child("UNIT")!.Number();
        var values = new Dictionary<string, double>();
        foreach (var parameter in root.Children.Where(child => child.Keyword.Equals("PARAMETER", StringComparison.OrdinalIgnoreCase)))
            if (Names.TryGetValue(parameter.Name.Replace(' ', '_'), out var name))
                values[kind != "omerc" && name == "lonc" ? "lon_0" : name] =
                    parameter.Number() * (name is "x_0" or "y_0" ? unit : 1);
        if (values.Values.Any(double.IsNaN)) return null;
        if (kind == "omerc" && !method.EndsWith("center", StringComparison.OrdinalIgnoreCase)
            && !method.Equals("oblique_mercator", StringComparison.OrdinalIgnoreCase)) values["no_uoff"] = 1;
        // One parallel, as Esri writes it: the origin is on it.
        if (kind == "lcc" && !values.ContainsKey("lat_2")) values.TryAdd("lat_1", values.GetValueOrDefault("lat_0"));
        if (values.TryGetValue("alpha", out var azimuth) && azimuth < 0) values["alpha"] = azimuth + 360;
        var spheroid = geographic.Child("DATUM")?.Child("SPHEROID") ?? geographic.Child("DATUM")?.Child("ELLIPSOID");
        var datum = Datum(geographic);
        var terms = new ProjectionTerms
        {
            Method = kind,
            Axis = datum?.Axis ?? spheroid?.Number() ?? double.NaN,
            Flattening = datum?.Flattening ?? spheroid?.Number(2) ?? double.NaN,
            Unit = unit,
            Shift = datum?.Shift ?? [],
            Values = values,
        };
        if (ProjectionTable.Like(terms, datum?.Short ?? "") is { } known) return known;
        return datum is null ? null : new(0, root.Name.Replace('_', ' '), terms, new(-180, 180, -90, 90));
    }

    /// <returns>Null if the datum isn't known, so that its shift isn't either.</returns>
    private static (string Short, double Axis, double Flattening, IReadOnlyList<double> Shift)? Datum(Node geographic)
    {
        if (geographic.Child("DATUM") is not { } datum || (datum.Child("SPHEROID") ?? datum.Child("ELLIPSOID")) is not { } spheroid)
            return null;
        if (Math.Abs(geographic.Child("PRIMEM")?.Number() ?? 0) > 1e-9) return null;
        var (axis, flattening) = (spheroid.Number(), spheroid.Number(2));
        var letters = NoLetter().Replace(datum.Name.ToLowerInvariant(), "");
        if (letters.StartsWith('d')) letters = letters[1..];
        foreach (var (has, shortName, number) in Datums)
            if (letters == has) return (shortName, axis, flattening, ProjectionTable.Of(number)!.Terms.Shift);
        if (datum.Child("TOWGS84") is { Values.Count: 7 } shift)
            return ("", axis, flattening, [.. Enumerable.Range(0, 7).Select(shift.Number)]);
        // The datums of the last decades agree with WGS84 within a meter or two, and all use its ellipsoid.
        return Math.Abs(axis - 6378137) < 0.01 && Math.Abs(flattening - 298.257223) < 0.0001 ? ("", axis, flattening, []) : null;
    }

    private static Node? Parse(string text)
    {
        var tokens = new Queue<string>(Token().Matches(text).Select(match => match.Value));
        return tokens.Count > 0 ? Next(tokens, 0) : null;
    }

    private static Node? Next(Queue<string> tokens, int depth)
    {
        var node = new Node(tokens.Dequeue(), [], []);
        if (depth > Deepest || !tokens.TryDequeue(out var open) || open is not ("[" or "(")) return null;
        while (tokens.TryPeek(out var token))
        {
            if (token is "]" or ")")
            {
                tokens.Dequeue();
                return node;
            }
            if (token[0] == '"') node.Values.Add(tokens.Dequeue().Trim('"'));
            else if (tokens.Skip(1).FirstOrDefault() is "[" or "(")
            {
                if (Next(tokens, depth + 1) is not { } child) return null;
                node.Children.Add(child);
            }
            else node.Values.Add(tokens.Dequeue());
        }
        return null;
    }

    [GeneratedRegex("""
        "[^"]*"|[\[\]()]|[^\s,"\[\]()]+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex("[^a-z0-9]")]
    private static partial Regex NoLetter();
}
