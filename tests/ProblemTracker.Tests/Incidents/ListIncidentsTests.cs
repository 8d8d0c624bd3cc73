using System.Globalization;
using System.Text.RegularExpressions;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

public sealed class ListIncidentsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Pages_newest_first_without_losing_or_repeating_rows()
    {
        // Several at the same time, so that the id decides the order.
        await _host.ImportCsv("no,at\n" + string.Concat(Enumerable.Range(0, 25).Select(i => $"{i},2026-01-{1 + i / 5:00}\n")));
        var client = _host.SignIn(Role.Officer);

        var seen = new List<(string, long)>();
        var address = "/api/v1/incidents?size=4";
        while (address.Length > 0)
        {
            var reply = await client.GetAsync(new Uri(address, UriKind.Relative));
            var page = await reply.Json();
            Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(25));
            foreach (var row in page.GetProperty("items").EnumerateArray())
                seen.Add((row.GetProperty("localDate").GetString()!, row.GetProperty("id").GetInt64()));
            address = reply.Headers.TryGetValues("Link", out var link) ? Regex.Match(link.Single(), "<(.*)>").Groups[1].Value : "";
        }

        Assert.That(seen, Has.Count.EqualTo(25));
        Assert.That(seen,
            Is.EqualTo(seen.Distinct().OrderByDescending(s => s.Item1, StringComparer.Ordinal).ThenByDescending(s => s.Item2)));
    }

    [Test]
    public async Task Filters_by_local_date_of_the_agency_inclusive()
    {
        // The same date is almost a day apart in Auckland and Honolulu; by the agency's clock, it is five or six in the morning.
        await _host.ImportCsv("no,at\n1,2026-01-04T23:59\n2,2026-01-05T00:00\n3,2026-01-06T23:59\n4,2026-01-07T00:00\n",
            m => m with { TimeZone = "Pacific/Auckland" });
        await _host.ImportCsv("no,at\n5,2026-01-04T23:59\n6,2026-01-05T00:00\n7,2026-01-06T23:59\n8,2026-01-07T00:00\n",
            m => m with { TimeZone = "Pacific/Honolulu", Source = "b" });

        Assert.That(await Numbers("from=2026-01-05&to=2026-01-06"), Is.EqualTo("3 4 5 6"));
        Assert.That(await Numbers("from=0001-01-01&to=9999-12-31"), Is.EqualTo("1 2 3 4 5 6 7 8"));
    }

    [Test]
    public async Task Filters_by_category_neighborhood_and_no_neighborhood()
    {
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv(
            "no,at,kind,lat,lon\n1,2026-01-05,burglary,40.5,-89.5\n2,2026-01-05,loud music,40.5,-89.5\n"
                + "3,2026-01-05,burglary,40.5,-88.5\n4,2026-01-05,burglary,,\n");
        var west = (await _host.Send(new ListNeighborhoods("west"))).Items.Single().Id;

        Assert.That(await Numbers("categoryCode=burglary"), Is.EqualTo("1 3 4"));
        Assert.That(await Numbers($"neighborhoodId={west}"), Is.EqualTo("1 2"));
        Assert.That(await Numbers($"neighborhoodId={west}&categoryCode=burglary"), Is.EqualTo("1"));
        Assert.That(await Numbers("neighborhoodId=0"), Is.EqualTo("4"));
    }

    [Test]
    public async Task Radius_filter_is_exact_across_pages()
    {
        var random = new Random(4711);
        var places = Enumerable.Range(0, 400)
            .Select(i => (No: i, Lat: 40.5 + (random.NextDouble() - 0.5) / 50, Lon: -89.5 + (random.NextDouble() - 0.5) / 50)).ToList();
        await _host.ImportCsv(
            "no,at,lat,lon\n"
                + string.Concat(
                    places.Select(p => FormattableString.Invariant($"{p.No},2026-01-{1 + p.No % 28:00},{p.Lat:R},{p.Lon:R}\n"))));
        var expected = places.Where(p => Earth.Meters(40.5, -89.5, p.Lat, p.Lon) <= 700).Select(p => p.No).ToList();

        var filter = new IncidentFilter(Latitude: 40.5, Longitude: -89.5, Radius: 700);
        var found = new List<IncidentRow>();
        for (string? after = null; ;)
        {
            var page = await _host.Send(new ListIncidents(filter, after, 30));
            Assert.That(page.Total, Is.EqualTo(expected.Count));
            found.AddRange(page.Items);
            if ((after = page.Next) is null) break;
        }

        Assert.That(found.Select(r => int.Parse(r.SourceNumber!, CultureInfo.InvariantCulture)), Is.EquivalentTo(expected));
        Assert.That(found.Select(r => (r.LocalDate, r.Id)), Is.Ordered.Descending);
    }

    [Test]
    public async Task Radius_filter_works_across_the_date_line()
    {
        await _host.ImportCsv("no,at,lat,lon\n1,2026-01-05,-17,179.999\n2,2026-01-05,-17,-179.999\n3,2026-01-05,-17,0\n");
        Assert.That(await Numbers("latitude=-17&longitude=179.9999&radius=500"), Is.EqualTo("1 2"));
    }

    [Test]
    public async Task Errors_name_the_field()
    {
        var analyst = _host.SignIn(Role.Analyst);
        foreach (var (query, field) in new[]
        {
            ("size=0", "size"),
            ("size=-5", "size"),
            ("size=201", "size"),
            ("after=nonsense", "after"),
            ("from=yesterday", "from"),
            ("from=2026-02-01&to=2026-01-01", "to"),
            ("latitude=1&longitude=2", "radius"),
            ("radius=5", "latitude"),
            ("latitude=91&longitude=2&radius=5", "latitude"),
            ("latitude=NaN&longitude=2&radius=5", "latitude"),
            ("latitude=1&longitude=2&radius=5001", "radius"),
            ("neighborhoodId=-1", "neighborhoodId"),
            ("neighborhoodId=here", "neighborhoodId"),
        })
        {
            var reply = await analyst.GetAsync(new Uri($"/api/v1/incidents?{query}", UriKind.Relative));
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), query);
            Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }), query);
        }
    }

    [Test]
    public async Task Administrators_cannot_read_incidents() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync(new Uri("/api/v1/incidents", UriKind.Relative))).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));

    private static readonly IncidentFilter[] Filters =
    [
        new IncidentFilter(),
        new IncidentFilter(From: new(2026, 1, 5)),
        new IncidentFilter(From: new(2026, 1, 5), To: new(2026, 1, 6)),
        new IncidentFilter(CategoryCode: "noise"),
        new IncidentFilter(CategoryCode: "noise", From: new(2026, 1, 5), To: new(2026, 1, 6)),
        new IncidentFilter(NeighborhoodId: 1),
        new IncidentFilter(NeighborhoodId: 0),
        new IncidentFilter(NeighborhoodId: 1, From: new(2026, 1, 5), To: new(2026, 1, 6)),
        new IncidentFilter(NeighborhoodId: 1, CategoryCode: "noise"),
        new IncidentFilter(NeighborhoodId: 0, CategoryCode: "noise", To: new(2026, 1, 6)),
        new IncidentFilter(ProblemId: 1),
        new IncidentFilter(ProblemId: 1, CategoryCode: "noise", From: new(2026, 1, 5)),
        new IncidentFilter(Latitude: 40.5, Longitude: -89.5, Radius: 700),
        new IncidentFilter(Latitude: 40.5, Longitude: -89.5, Radius: 700, CategoryCode: "noise", From: new(2026, 1, 5)),
        new IncidentFilter(
            Latitude: 40.5, Longitude: -89.5, Radius: 150, CategoryCode: "noise", From: new(2026, 1, 5), To: new(2026, 2, 6)),
        new IncidentFilter(Area: "40,-90;41,-90;41,-89"),
        new IncidentFilter(Area: "40,-90;41,-90;41,-89", Latitude: 40.5, Longitude: -89.5, Radius: 700),
        new IncidentFilter(Text: "bur"), new IncidentFilter(Text: "bur", CategoryCode: "burglary", From: new(2026, 1, 5)),
        new IncidentFilter(Text: "bur", ProblemId: 1),
        new IncidentFilter(Text: "bur", Area: "40,-90;41,-90;41,-89"),
    ];

    /// <summary>
    /// Checks query plans without and with data. Reading one page in index order is allowed; any other read of all rows is a scan.
    /// </summary>
    [Test]
    public async Task No_list_of_incidents_scans_the_table()
    {
        if (Data.ServerDatabase.IsGiven) Assert.Ignore("Query plans are read on SQLite.");
        foreach (var filter in Filters) await Plans(filter);
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv("no,at,kind,lat,lon\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant(
            $"{i},{new DateTime(2026, 1, 1).AddHours(i):s},{(i % 3 == 0 ? "burglary" : i % 3 == 1 ? "loud music" : "x")},")
            + FormattableString.Invariant($"40.{i % 1000:000},{(i % 4 == 0 ? "-89" : "-88")}.{i % 997:000}\n"))));
        foreach (var filter in Filters) await Plans(filter);
    }

    private async Task Plans(IncidentFilter filter)
    {
        var dialect = new SqliteDialect();
        string[] statements = filter.IsMeasured
            ? [IncidentSql.InBox(dialect, filter)]
            : [IncidentListSql.Page(dialect, Actor.System("test"), filter, false),
                IncidentListSql.Page(dialect, Actor.System("test"), filter, true), IncidentListSql.Count(dialect, filter)];
        foreach (var sql in statements)
        {
            var args = IncidentSql.Args(dialect, filter);
            args.Add("ActorId", 1);
            args.Add("Take", 51);
            args.Add("CountTo", 1001);
            args.Add("After0", TrackerHost.Start);
            args.Add("After1", 1);
            var rows = await _host.Query(db => db.List<PlanRow>($"EXPLAIN QUERY PLAN {sql}", args, CancellationToken.None));
            var plan = rows.Select(r => r.Detail).ToList();
            var scans = plan.Where(d => Regex.IsMatch(d, @"^SCAN (i|l|k|p|run)\b")).ToList();
            if (filter.IsEmpty) scans.RemoveAll(d => d.Contains("INDEX IX_Incident_Occurred", StringComparison.Ordinal));
            // Counting all incidents stops at a limit, so a covering index is fine.
            if (filter.IsEmpty && sql == IncidentListSql.Count(dialect, filter))
                scans.RemoveAll(d => d.Contains("COVERING INDEX", StringComparison.Ordinal));
            Assert.That(scans, Is.Empty, string.Join('\n', plan.Prepend(sql)));
            if (filter is { IsNear: true, Radius: <= IncidentSql.SmallRadius })
                Assert.That(plan, Has.Some.Contains("SEARCH q USING PRIMARY KEY"), string.Join('\n', plan.Prepend(sql)));
            // A sort reads all matches before the first row; that is fine only for a problem's few links and for text matches.
            if (!filter.IsMeasured && !filter.HasText && filter.ProblemId is null)
                Assert.That(plan, Has.None.Contains("TEMP B-TREE FOR ORDER BY"), string.Join('\n', plan.Prepend(sql)));
        }
    }

    private sealed record PlanRow
    {
        public string Detail { get; init; } = "";
    }

    private async Task<string> Numbers(string query)
    {
        var reply = await _host.SignIn(Role.Officer).GetAsync(new Uri($"/api/v1/incidents?{query}", UriKind.Relative));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), await reply.Content.ReadAsStringAsync());
        return string.Join(' ',
            (await reply.Json()).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("sourceNumber").GetString())
                .Order(StringComparer.Ordinal));
    }
}
