using System.Text;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Reads small files as a preview does, without a host.</summary>
internal static class Reading
{
    public static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly CategoryItem[] Categories =
    [
        new("burglary", "Burglary", true, "220"), new("theft", "Theft", true), new("theft-from-vehicle", "Theft from vehicle", true, "23F"),
        new("noise", "Noise", true), new("old", "Loitering", false),
    ];

    /// <summary>One neighborhood from 43 to 43.6 north and 78 to 77 west.</summary>
    public static ReadingContext Context(bool hasNeighborhoods = true)
    {
        var box = GeoJson.Factory.ToGeometry(new(-78, -77, 43, 43.6));
        return new(NewYork, Now, hasNeighborhoods
            ? new([new(1, DateOnly.MinValue, DateOnly.MaxValue, box)], []) : NeighborhoodIndex.Empty, Categories);
    }

    public static async Task<(IReadOnlyList<string> Header, List<CsvRow> Rows)> Table(string text)
    {
        var source = await CsvRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", default, CancellationToken.None);
        var rows = new List<CsvRow>();
        while (await source.Next(CancellationToken.None) is { } row) rows.Add(row);
        return (source.Header, rows);
    }

    public static async Task<IncidentMap> Propose(string text, ReadingContext? context = null)
    {
        var (header, rows) = await Table(text);
        return MapProposal.For(header, [.. rows.Where(r => r.Wrong is null).Select(r => r.Fields)], context ?? Context()).Map;
    }

    /// <summary>What the proposed map, or another, makes of the rows of a file.</summary>
    public static async Task<List<(NewIncident? Incident, FaultKind[] Faults)>> Read(string text,
        Func<IncidentMap, IncidentMap>? change = null)
    {
        var (header, rows) = await Table(text);
        var map = (change ?? (m => m))(await Propose(text));
        var reader = new IncidentReader(map, header, Context());
        return [.. rows.Select(reader.Read).Select(r => (r.Incident, r.Faults.Select(f => f.Kind).ToArray()))];
    }
}
