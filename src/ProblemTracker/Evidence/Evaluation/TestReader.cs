using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>The incidents of a test, counted by area and day.</summary>
/// <param name="Days">Local days of the incidents of each area, in order; an incident in several rows counts once.</param>
internal sealed record TestCounts(IReadOnlyDictionary<TestCell, IReadOnlyList<DateOnly>> Days)
{
    /// <summary>The source's own words for the incidents of the response area, with their days.</summary>
    public IReadOnlyList<(DateOnly Day, string Word)> Words { get; init; } = [];

    public bool Has(TestCell cell) => Days.ContainsKey(cell);

    public int In(TestCell cell, Period period) =>
        Days.TryGetValue(cell, out var days) ? days.Count(day => day >= period.From && day <= period.To) : 0;
}

/// <summary>Counts incidents in the areas of a test: one read for each area, by the index of its place.</summary>
internal sealed class TestReader(Db db)
{
    private sealed record Row
    {
        public string EventKey { get; init; } = "";
        public DateOnly LocalDate { get; init; }
        public string? SourceCategory { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    /// <param name="shapes">The areas to count in.</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day.</param>
    public async Task<TestCounts> Count(
        string? filter, IReadOnlyList<TestShape> shapes, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var counted = new Dictionary<TestCell, IReadOnlyList<DateOnly>>();
        if (KeptFilter.Anywhere(filter) is not { } what) return new(counted);
        List<(DateOnly, string)> words = [];
        foreach (var shape in shapes)
        {
            var found = await Rows(what with { From = from, To = to }, shape, ct);
            counted[shape.Cell] = [.. found.Select(row => row.LocalDate).Order()];
            if (shape.Cell == TestCell.Response)
                words = [.. found.Where(row => !row.SourceCategory.IsBlank()).Select(row => (row.LocalDate, row.SourceCategory!))];
        }
        return new(counted) { Words = words };
    }

    private sealed record Newest
    {
        public DateOnly LocalDate { get; init; }
        public bool IsMonth { get; init; }
    }

    /// <summary>
    /// The last day, up to a day, of which incidents are known; null without any. An incident of which only the month is known stands for
    /// the whole month, unless that month goes on.
    /// </summary>
    public async Task<DateOnly?> LastDay(DateOnly upTo, CancellationToken ct)
    {
        var newest = await db.Find<Newest>($"""
            SELECT i.LocalDate, IIF(i.TimePrecision = 'Month', 1, 0) AS IsMonth FROM Incident i
            WHERE i.LocalDate <= @upTo AND {IncidentSql.Visible}
            ORDER BY i.OccurredFrom DESC, i.Id DESC {db.Dialect.First("@One")}
            """, new { upTo, One = 1 }, ct);
        if (newest is not { IsMonth: true, LocalDate: var day }) return newest?.LocalDate;
        var end = day.AddMonths(1).AddDays(-day.Day);
        return end <= upTo ? end : day.AddDays(-day.Day);
    }

    private async Task<List<Row>> Rows(IncidentFilter what, TestShape shape, CancellationToken ct)
    {
        var box = shape.Box;
        var filter = what with { Latitude = box.Latitude, Longitude = box.Longitude, Radius = box.Radius, Area = box.Area };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<Row> rows = [];
        await foreach (var row in db.Stream<Row>($"""
            SELECT i.EventKey, i.LocalDate, i.SourceCategory, i.Latitude, i.Longitude
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, IncidentSql.Args(db.Dialect, filter), ct))
            if (row is { Latitude: { } latitude, Longitude: { } longitude } && shape.Covers(latitude, longitude) && seen.Add(row.EventKey))
                rows.Add(row);
        return rows;
    }
}
