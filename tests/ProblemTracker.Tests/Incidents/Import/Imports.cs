using System.IO.Compression;
using System.Text;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Helpers to import files in tests.</summary>
public static class Imports
{
    /// <summary>Maps the column at and, if the header has them, no, kind, until, where, lat and lon.</summary>
    public static IncidentMap Map(string header)
    {
        var columns = new Dictionary<string, string> { [IncidentMap.Occurred] = "at" };
        foreach (var (column, field) in new[]
        {
            ("no", IncidentMap.Number), ("kind", IncidentMap.Category), ("until", IncidentMap.OccurredTo), ("where", IncidentMap.Address),
            ("lat", IncidentMap.Latitude), ("lon", IncidentMap.Longitude),
        })
            if (header.Split(',', ';', '\t').Contains(column)) columns[field] = column;
        return new()
        {
            Columns = columns,
            Categories = new Dictionary<string, string> { ["LOUD MUSIC"] = "noise", ["BURGLARY"] = "burglary" },
            Missing = ["NA"]
        };
    }

    public static Task<IncidentsImported> ImportCsv(this TrackerHost host, string text, Func<IncidentMap, IncidentMap>? change = null) =>
        host.ImportBytes(Encoding.UTF8.GetBytes(text), "test.csv", (change ?? (m => m))(Map(text.Split('\n')[0].Trim())));

    public static Task<IncidentsImported> ImportBytes(this TrackerHost host, byte[] bytes, string name, IncidentMap map) =>
        host.Send(new ImportIncidents(name, new MemoryStream(bytes), map));

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    public static readonly IncidentMap Cincinnati = new()
    {
        Columns = new Dictionary<string, string>
        {
            [IncidentMap.Number] = "incident_no",
            [IncidentMap.Occurred] = "offense_date",
            [IncidentMap.Category] = "offense",
            [IncidentMap.Longitude] = "longitude",
            [IncidentMap.Latitude] = "latitude",
        },
        Missing = ["NA"],
        Key = ["incident_no", "longitude", "latitude"],
        Categories = new Dictionary<string, string> { ["burglary"] = "burglary", ["aggravated burglary"] = "burglary" },
        TimeZone = "America/New_York",
    };
}
