using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace ProblemTracker.Neighborhoods;

/// <summary>Turns x and y into longitude and latitude in degrees.</summary>
internal delegate void ToDegrees(ref double x, ref double y);

/// <summary>The parameters of a coordinate system, in the words of PROJ: angles in degrees, offsets in meters.</summary>
internal sealed class ProjectionTerms
{
    /// <summary>Meters in a foot of the U.S. survey, and in an international foot.</summary>
    public const double SurveyFoot = 1200.0 / 3937, Foot = 0.3048;

    /// <summary>Semi-major axis in meters and inverse flattening.</summary>
    private static readonly Dictionary<string, (double Axis, double Flattening)> Ellipsoids = new()
    {
        ["GRS80"] = (6378137, 298.257222101),
        ["WGS84"] = (6378137, 298.257223563),
        ["airy"] = (6377563.396, 299.3249646),
        ["bessel"] = (6377397.155, 299.1528128),
        ["clrk66"] = (6378206.4, 294.9786982138982),
        ["intl"] = (6378388, 297),
    };

    /// <summary>Differences in parameters that rounding makes, in degrees or meters or as a share.</summary>
    private const double Rounding = 1e-6;

    private static readonly CoordinateSystemFactory Systems = new();
    private static readonly CoordinateTransformationFactory Transformations = new();

    public required string Method { get; init; }
    public double Axis { get; init; } = 6378137;
    public double Flattening { get; init; } = 298.257222101;
    /// <summary>Meters.</summary>
    public double Unit { get; init; } = 1;
    /// <summary>To WGS84: meters, seconds of arc and parts per million (position vector); empty if there is no shift.</summary>
    public IReadOnlyList<double> Shift { get; init; } = [];
    /// <summary>Values by their names, such as <c>lat_0</c>; those that are 0 can be left out.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    public bool IsGeographic => Method == "longlat";

    public bool IsShifted => Shift.Any(value => value != 0);

    /// <param name="text">Such as "proj=utm zone=18".</param>
    public static ProjectionTerms Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part.Length > 1 ? part[1] : "");
        var values = parts.Where(part => part.Key is not ("proj" or "ellps" or "units" or "towgs84"))
            .ToDictionary(part => part.Key, part => part.Value.Length == 0 ? 1 : Number(part.Value));
        var (axis, flattening) = Ellipsoids[parts.GetValueOrDefault("ellps", "GRS80")];
        var method = parts["proj"];
        if (method == "utm")
        {
            (method, values) = ("tmerc", new()
            {
                ["lon_0"] = values["zone"] * 6 - 183,
                ["k"] = 0.9996,
                ["x_0"] = 500_000,
                ["y_0"] = values.ContainsKey("south") ? 10_000_000 : 0,
            });
        }
        return new()
        {
            Method = method,
            Axis = values.GetValueOrDefault("a", axis),
            Flattening = values.GetValueOrDefault("rf", flattening),
            Unit = parts.GetValueOrDefault("units") switch { "us-ft" => SurveyFoot, "ft" => Foot, _ => 1 },
            Shift = parts.TryGetValue("towgs84", out var shift) ? [.. shift.Split(',').Select(Number)] : [],
            Values = values,
        };
    }

    /// <summary>Whether two mean the same but for the shift of their datums, which not every file tells.</summary>
    public bool IsLike(ProjectionTerms other) =>
        Method == other.Method && Close(Unit, other.Unit) && Close(Axis, other.Axis)
            && (Method == "webmerc" || Math.Abs(Flattening - other.Flattening) < 0.001)
            && Values.Keys.Union(other.Values.Keys).Where(name => name is not ("a" or "b" or "rf" or "gamma" or "lat_1" or "lat_2"))
                .All(name => Close(Value(name), other.Value(name)))
            && Close(Parallels.North, other.Parallels.North) && Close(Parallels.South, other.Parallels.South);

    /// <returns>From x and y to longitude and latitude in degrees; null where they are the same.</returns>
    public ToDegrees? Transform()
    {
        if (IsGeographic && !IsShifted) return null;
        var degrees = GeographicCoordinateSystem.WGS84;
        if (Method == "webmerc") return Between(ProjectedCoordinateSystem.WebMercator, degrees);
        // ProjNET leaves out the scale of conic projections. On a larger ellipsoid all is larger by it, and angles stay.
        var axis = Method == "lcc" ? Axis * Value("k") : Axis;
        var ellipsoid = Systems.CreateFlattenedSphere("ellipsoid", axis, Flattening, LinearUnit.Metre);
        var shift = Shift.Count == 7 ? new Wgs84ConversionInfo(Shift[0], Shift[1], Shift[2], Shift[3], Shift[4], Shift[5], Shift[6])
            : new Wgs84ConversionInfo();
        var datum = Systems.CreateHorizontalDatum("datum", DatumType.HD_Geocentric, ellipsoid, shift);
        var own = Systems.CreateGeographicCoordinateSystem("degrees", AngularUnit.Degrees, datum, PrimeMeridian.Greenwich,
            new("Lon", AxisOrientationEnum.East), new("Lat", AxisOrientationEnum.North));
        if (IsGeographic) return Between(own, degrees);
        if (Method == "omerc")
        {
            var oblique = new ObliqueMercator(this);
            var shifted = IsShifted ? Between(own, degrees) : null;
            return (ref double x, ref double y) =>
            {
                oblique.ToDegrees(ref x, ref y);
                shifted?.Invoke(ref x, ref y);
            };
        }
        var projection = Systems.CreateProjection(Method, ClassName, [.. Parameters()]);
        var from = Systems.CreateProjectedCoordinateSystem("projected", own, projection, new LinearUnit(Unit, "unit", "", 0, "", "", ""),
            new("East", AxisOrientationEnum.East), new("North", AxisOrientationEnum.North));
        return Between(from, IsShifted ? degrees : own);
    }

    private static ToDegrees Between(CoordinateSystem from, CoordinateSystem to) =>
        Transformations.CreateFromCoordinateSystems(from, to).MathTransform.Transform;

    private string ClassName => Method switch
    {
        "tmerc" => "Transverse_Mercator",
        "lcc" => "Lambert_Conformal_Conic_2SP",
        "aea" => "Albers_Conic_Equal_Area",
        "sterea" => "Oblique_Stereographic",
        _ => throw new ArgumentException($"There is no method {Method}."),
    };

    private IEnumerable<ProjectionParameter> Parameters()
    {
        yield return new("latitude_of_origin", Value("lat_0"));
        yield return new("central_meridian", Value("lon_0"));
        yield return new("false_easting", Value("x_0") / Unit);
        yield return new("false_northing", Value("y_0") / Unit);
        yield return new("scale_factor", Value("k"));
        if (Method is "lcc" or "aea")
        {
            yield return new("standard_parallel_1", Value("lat_1"));
            yield return new("standard_parallel_2", Values.GetValueOrDefault("lat_2", Value("lat_1")));
        }
    }

    /// <summary>The standard parallels, which programs write in either order.</summary>
    private (double North, double South) Parallels
    {
        get
        {
            var (one, two) = (Value("lat_1"), Values.GetValueOrDefault("lat_2", Value("lat_1")));
            return (Math.Max(one, two), Math.Min(one, two));
        }
    }

    public double Value(string name) => Values.GetValueOrDefault(name, name == "k" ? 1 : 0);

    private static bool Close(double one, double other) => Math.Abs(one - other) <= Rounding * Math.Max(1, Math.Abs(one) / 1000);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
