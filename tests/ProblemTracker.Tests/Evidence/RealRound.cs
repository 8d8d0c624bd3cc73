using System.Globalization;
using System.IO.Compression;
using System.Text;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Incidents;

namespace ProblemTracker.Tests.Evidence;

/// <summary>One of the real data sets with a round of work over it, and counts that are made from its lines by hand.</summary>
/// <param name="Today">The first day of the work. Lines of earlier days are imported then, the others when the response is over.</param>
public sealed record RealRound(string Neighborhoods, string NameProperty, string Incidents, IncidentMap Map, string Category,
    DateOnly Today, Period Before, DateOnly Start, Period After, DateOnly End, double Radius, double Ring)
{
    /// <summary>Burglaries with days and points, without addresses. An incident can have several rows.</summary>
    public static RealRound Cincinnati { get; } = new("cincinnati_neighbourhoods.geojson", "name", "cincinnati_burglary.csv.gz",
        Imports.Cincinnati, "burglary", new(2017, 10, 10), new() { From = new(2016, 12, 1), To = new(2017, 9, 30) },
        new(2017, 11, 20), new() { From = new(2017, 12, 1), To = new(2018, 9, 30) }, new(2018, 10, 10), 1000, 400);

    /// <summary>Disorder of which only the month is known, at points with an address.</summary>
    public static RealRound Northumbria { get; } = new("northumbria_districts.geojson", "district", "northumbria_asb.tab.gz", new()
    {
        Columns = new Dictionary<string, string>
        {
            [IncidentMap.Occurred] = "month",
            [IncidentMap.Longitude] = "longitude",
            [IncidentMap.Latitude] = "latitude",
            [IncidentMap.Address] = "location",
        },
        TimeZone = "Europe/London",
        CategoryDefault = "disorder",
        MonthsOnly = true,
        KeepEqualRows = true,
    }, "disorder", new(2022, 6, 8), new() { From = new(2022, 1, 1), To = new(2022, 5, 31) },
        new(2022, 6, 15), new() { From = new(2022, 7, 1), To = new(2022, 11, 30) }, new(2022, 12, 8), 400, 200);

    /// <param name="Key">Rows with the same key are one incident.</param>
    private sealed record Line(string Text, string Key, DateOnly Day, double? Latitude, double? Longitude);

    private readonly Lazy<(string Header, IReadOnlyList<Line> Lines)> _file = new(() => Read(RealData.File(Incidents)));

    public bool HasDays => Map.Columns.ContainsKey(IncidentMap.Number);

    /// <summary>A host whose clock shows the first day, with the neighborhoods.</summary>
    public async Task<TrackerHost> Begin(bool listens = false)
    {
        await using var boundaries = File.OpenRead(RealData.File(Neighborhoods));
        var host = new TrackerHost(listens: listens, from: new(Today, new(14, 0), TimeSpan.Zero));
        await host.Send(new ImportNeighborhoods(Neighborhoods, boundaries, NameProperty));
        return host;
    }

    /// <summary>Imports the lines before a day, as an analyst would with a newer file of the same source.</summary>
    public Task<IncidentsImported> Import(TrackerHost host, DateOnly before)
    {
        var (header, lines) = _file.Value;
        var text = string.Join('\n', lines.Where(line => line.Day < before).Select(line => line.Text).Prepend(header));
        return host.ImportBytes(Encoding.UTF8.GetBytes(text), Incidents[..^".gz".Length], Map);
    }

    /// <summary>Incidents whose distance from a point is above <paramref name="from"/> and at most <paramref name="to"/> meters.</summary>
    public int Count(double latitude, double longitude, double from, double to, DateOnly first, DateOnly last) => _file.Value.Lines
        .Where(line => line.Day >= first && line.Day <= last && line is { Latitude: { } north, Longitude: { } east }
            && Meters(latitude, longitude, north, east) is var away && away > from && away <= to)
        .DistinctBy(line => line.Key).Count();

    private static (string, IReadOnlyList<Line>) Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var header = reader.ReadLine()!;
        var separator = header.Contains('\t') ? '\t' : ',';
        var columns = header.Split(separator).ToList();
        int number = columns.IndexOf("incident_no"), day = columns.FindIndex(name => name is "offense_date" or "month"),
            latitude = columns.IndexOf("latitude"), longitude = columns.IndexOf("longitude");
        List<Line> lines = [];
        while (reader.ReadLine() is { } text)
        {
            var cells = text.Split(separator);
            lines.Add(new(text, number < 0 ? $"{lines.Count}" : cells[number],
                DateOnly.ParseExact(cells[day][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Degrees(cells[latitude]), Degrees(cells[longitude])));
        }
        return (header, lines);
    }

    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;

    /// <summary>On a sphere, by the haversine formula.</summary>
    private static double Meters(double latitude, double longitude, double north, double east)
    {
        double Half(double from, double to) => Math.Pow(Math.Sin(double.DegreesToRadians(to - from) / 2), 2);
        var square = Half(latitude, north) + Math.Cos(double.DegreesToRadians(latitude)) * Math.Cos(double.DegreesToRadians(north))
            * Half(longitude, east);
        return 2 * 6_371_008.8 * Math.Asin(Math.Sqrt(square));
    }
}
