using System.Globalization;
using NetTopologySuite.Geometries;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Demo;

/// <summary>A street of the demo city, with odd house numbers on one side and even numbers on the other.</summary>
internal sealed record DemoStreet(string Name, Coordinate From, Coordinate To)
{
    /// <summary>Meters of street per house number.</summary>
    private const double MetersPerNumber = 9;
    private const double MetersPerDegree = 111_320;
    private const double Setback = 0.00011;

    public int LastNumber { get; } = Math.Max(12, (int)(Meters(From, To) / MetersPerNumber));

    public DemoAddress At(int number)
    {
        var along = Math.Clamp(number / (double)LastNumber, 0.01, 0.99);
        var (east, north) = (To.X - From.X, To.Y - From.Y);
        var length = Math.Sqrt(east * east + north * north);
        var side = number % 2 == 0 ? Setback : -Setback;
        return new($"{number.ToString(CultureInfo.InvariantCulture)} {Name}",
            Math.Round(From.Y + along * north + side * east / length, 6), Math.Round(From.X + along * east - side * north / length, 6));
    }

    private static double Meters(Coordinate from, Coordinate to)
    {
        var east = (to.X - from.X) * Math.Cos(from.Y * Math.PI / 180);
        var north = to.Y - from.Y;
        return Math.Sqrt(east * east + north * north) * MetersPerDegree;
    }
}

/// <summary>An address in the demo city and its coordinates.</summary>
internal sealed record DemoAddress(string Name, double Latitude, double Longitude);

/// <param name="Weight">Share of background incidents, relative to the other neighborhoods.</param>
internal sealed record DemoNeighborhood(string Name, double Weight, Polygon Boundary, IReadOnlyList<DemoStreet> Streets)
{
    /// <summary>People who live there.</summary>
    public int Population => (int)(Weight * ResidentsOfWeight);

    /// <summary>So that the city has a rate of incidents like others of its size.</summary>
    private const int ResidentsOfWeight = 3_870;

    public DemoStreet Street(string name) => Streets.Single(s => s.Name == name);
}

/// <summary>The map of the demo city: twelve neighborhoods in the open water of Lake Ontario, with streets.</summary>
internal static class DemoMap
{
    /// <summary>Distance of streets from the boundary, in degrees.</summary>
    private const double Margin = 0.0012;

    // Corners shared by neighborhoods. Letters run from south to north (AB lies between A and B) and digits from west to east; a trailing 5
    // is a bend between two corners.
    private static readonly Dictionary<string, (double Lon, double Lat)> Corners = new()
    {
        ["A0"] = (-77.5980, 43.5300),
        ["A05"] = (-77.5830, 43.5252),
        ["A1"] = (-77.5660, 43.5240),
        ["A15"] = (-77.5470, 43.5281),
        ["A2"] = (-77.5290, 43.5262),
        ["A3"] = (-77.5050, 43.5230),
        ["A35"] = (-77.4840, 43.5226),
        ["A4"] = (-77.4620, 43.5290),
        ["AB0"] = (-77.6035, 43.5391),
        ["AB1"] = (-77.5596, 43.5380),
        ["AB3"] = (-77.5093, 43.5362),
        ["AB4"] = (-77.4566, 43.5385),
        ["B0"] = (-77.6020, 43.5490),
        ["B05"] = (-77.5820, 43.5525),
        ["B1"] = (-77.5600, 43.5500),
        ["B2"] = (-77.5300, 43.5460),
        ["B25"] = (-77.5120, 43.5475),
        ["B3"] = (-77.4950, 43.5500),
        ["B35"] = (-77.4770, 43.5535),
        ["B4"] = (-77.4580, 43.5470),
        ["BC0"] = (-77.6073, 43.5612),
        ["BC1"] = (-77.5634, 43.5620),
        ["BC2"] = (-77.5268, 43.5594),
        ["BC3"] = (-77.4884, 43.5611),
        ["BC4"] = (-77.4521, 43.5597),
        ["C0"] = (-77.6040, 43.5730),
        ["C05"] = (-77.5830, 43.5709),
        ["C1"] = (-77.5600, 43.5750),
        ["C2"] = (-77.5300, 43.5720),
        ["C3"] = (-77.4910, 43.5720),
        ["C35"] = (-77.4730, 43.5755),
        ["C4"] = (-77.4550, 43.5700),
        ["CD0"] = (-77.5984, 43.5881),
        ["CD1"] = (-77.5567, 43.5905),
        ["CD3"] = (-77.4879, 43.5868),
        ["CD4"] = (-77.4592, 43.5846),
        ["D0"] = (-77.5960, 43.6020),
        ["D05"] = (-77.5750, 43.6056),
        ["D1"] = (-77.5540, 43.6040),
        ["D2"] = (-77.5240, 43.6059),
        ["D3"] = (-77.4950, 43.6000),
        ["D35"] = (-77.4760, 43.6035),
        ["D4"] = (-77.4570, 43.5980),
        ["DE0"] = (-77.5991, 43.6127),
        ["DE2"] = (-77.5283, 43.6153),
        ["DE4"] = (-77.4533, 43.6099),
        ["E0"] = (-77.5900, 43.6220),
        ["E1"] = (-77.5560, 43.6284),
        ["E2"] = (-77.5220, 43.6250),
        ["E3"] = (-77.4900, 43.6291),
        ["E4"] = (-77.4610, 43.6200),
    };

    public static readonly IReadOnlyList<DemoNeighborhood> Neighborhoods =
    [
        Of("Lantern Quay", 1.7, "B1 B2 BC2 C2 C1 BC1", [Line("Tanner Street", -77.5528, 43.5612, -77.5434, 43.5612)],
            "Ropewalk", "Customs Lane", "Fish Dock Road", "Chandler Street", "Pilot Row", "Ferry Stairs"),
        Of("Old Millrace", 1.3, "B2 B25 B3 BC3 C3 C2 BC2",
            [Line("Meridian Avenue", -77.5200, 43.5645, -77.5090, 43.5620), Line("Kiln Road", -77.5130, 43.5560, -77.5040, 43.5585)],
            "Weaver Street", "Sluice Lane", "Fuller Street", "Dyehouse Road", "Bobbin Lane"),
        Of("Gull Ridge", 0.8, "C1 C2 C3 CD3 D3 D2 D1 CD1",
            [Line("Sable Court", -77.5160, 43.5832, -77.5112, 43.5832), Line("Fell Lane", -77.5440, 43.5868, -77.5372, 43.5868),
                Line("Cooper Street", -77.5222, 43.5879, -77.5140, 43.5879)],
            "Ridge Road", "Heron Way", "Lookout Street", "Tern Street"),
        Of("Saltmarsh Landing", 0.6, "A0 A05 A1 AB1 B1 B05 B0 AB0", [],
            "Reedcutters Lane", "Landing Road", "Eelgrass Street", "Saltpan Road", "Plover Street", "Marsh View"),
        Of("Union Yards", 1.8, "A1 A15 A2 A3 AB3 B25 B2 B1 AB1", [],
            "Foundry Street", "Switchyard Avenue", "Coupling Street", "Boiler Lane", "Union Street", "Freight Road",
            "Signal Street", "Roundhouse Road"),
        Of("Tidewater Gardens", 0.9, "A3 A35 A4 AB4 B4 B35 B3 B25 AB3", [],
            "Garden Loop", "Tidewater Avenue", "Willow Street", "Boathouse Lane", "Lilac Street", "Pumphouse Road"),
        Of("Ferry Point", 1.1, "B0 B05 B1 BC1 C1 C05 C0 BC0", [],
            "Point Road", "Ferry Street", "Keel Street", "Capstan Lane", "Sailmaker Street", "Anchorage Avenue"),
        Of("Eastgate", 1.4, "B3 B35 B4 BC4 C4 C35 C3 BC3", [],
            "Market Street", "Eastgate Avenue", "Exchange Street", "Carter Lane", "Tollhouse Road", "Arcade Street", "Mercer Street"),
        Of("Orchard Terrace", 0.8, "C0 C05 C1 CD1 D1 D05 D0 CD0", [Line("Pippin Street", -77.5860, 43.5880, -77.5740, 43.5880)],
            "Russet Street", "Cider Lane", "Terrace Road", "Blossom Street", "Graft Street"),
        Of("Quarry Bank", 0.9, "C3 C35 C4 CD4 D4 D35 D3 CD3", [],
            "Quarry Road", "Flagstone Street", "Limekiln Road", "Mason Street", "Derrick Lane", "Bank Street"),
        Of("Weir Meadows", 0.5, "D0 D05 D1 D2 DE2 E2 E1 E0 DE0", [],
            "Weir Road", "Meadow Street", "Lockkeeper Lane", "Towpath Road", "Otter Street"),
        Of("Bellfounders Hill", 0.7, "D2 D3 D35 D4 DE4 E4 E3 E2 DE2", [],
            "Foundry Hill", "Bell Street", "Clapper Lane", "Steeple Road", "Carillon Street", "Hilltop Avenue"),
    ];

    public static DemoNeighborhood Named(string name) => Neighborhoods.Single(n => n.Name == name);

    private static DemoStreet Line(string name, double fromLon, double fromLat, double toLon, double toLat) =>
        new(name, new(fromLon, fromLat), new(toLon, toLat));

    /// <param name="corners">Counter-clockwise.</param>
    /// <param name="drawn">Streets with a fixed course.</param>
    /// <param name="others">Names of streets spaced evenly across the neighborhood, alternating north-south and east-west.</param>
    private static DemoNeighborhood Of(string name, double weight, string corners, DemoStreet[] drawn, params string[] others)
    {
        var ring = corners.Split(' ').Select(corner => new Coordinate(Corners[corner].Lon, Corners[corner].Lat)).ToList();
        var boundary = GeoJson.Factory.CreatePolygon([.. ring, ring[0]]);
        var inside = boundary.Buffer(-Margin);
        return new(name, weight, boundary,
            [.. drawn, .. others.Select((street, i) => Across(inside, street, (i + 1.0) / (others.Length + 1), isNorthSouth: i % 2 == 0))]);
    }

    private static DemoStreet Across(Geometry inside, string name, double share, bool isNorthSouth)
    {
        var box = inside.EnvelopeInternal;
        var (lon, lat) = (box.MinX + share * box.Width, box.MinY + share * box.Height);
        var line = GeoJson.Factory.CreateLineString(
            isNorthSouth ? [new(lon, box.MinY), new(lon, box.MaxY)] : [new(box.MinX, lat), new(box.MaxX, lat)]);
        var crossing = inside.Intersection(line);
        var longest = Enumerable.Range(0, crossing.NumGeometries).Select(crossing.GetGeometryN).MaxBy(piece => piece.Length)!.Coordinates;
        return new(name, longest[0], longest[^1]);
    }
}
