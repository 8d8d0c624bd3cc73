using ProblemTracker.Demo;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

/// <summary>The demo city's map, and the patterns an analyst can find in its incidents.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DemoPatternTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private TrackerHost _host = null!;
    private IReadOnlyList<Row> _incidents = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new(demo: true);
        _incidents = await _host.Query(db => db.List<Row>("""
            SELECT LocalDate, LocalHour, LocalWeekday, CategoryCode, NeighborhoodId, Latitude, Longitude, Address FROM Incident
            """, null, default));
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public void Neighborhoods_are_valid_touch_each_other_and_do_not_overlap()
    {
        foreach (var (one, i) in DemoMap.Neighborhoods.Select((n, i) => (n, i)))
        {
            Assert.That(one.Boundary.IsValid, one.Name);
            Assert.That(one.Boundary.NumPoints, Is.GreaterThan(6), $"{one.Name} must be irregular.");
            Assert.That(DemoMap.Neighborhoods.Any(n => n != one && n.Boundary.Intersection(one.Boundary).Length > 0.01),
                $"{one.Name} must touch another neighborhood.");
            foreach (var other in DemoMap.Neighborhoods.Skip(i + 1))
                Assert.That(one.Boundary.Intersection(other.Boundary).Area, Is.LessThan(1e-12), $"{one.Name} and {other.Name}");
        }
        var city = NetTopologySuite.Operation.Union.UnaryUnionOp.Union(DemoMap.Neighborhoods.Select(n => n.Boundary));
        Assert.That(city, Is.InstanceOf<NetTopologySuite.Geometries.Polygon>(), "The city must be in one piece.");
        Assert.That(((NetTopologySuite.Geometries.Polygon)city).NumInteriorRings, Is.Zero, "The city must have no holes.");
    }

    [Test]
    public void Street_names_are_unique() => Assert.That(DemoMap.Neighborhoods.SelectMany(n => n.Streets).Select(s => s.Name), Is.Unique);

    [Test]
    public async Task Every_point_lies_in_its_recorded_neighborhood()
    {
        var map = await _host.Query(db => new NeighborhoodMap().Current(db, default));
        foreach (var row in _incidents)
            Assert.That(map.Find(row.Latitude, row.Longitude, DateOnly.MaxValue), Is.EqualTo(row.NeighborhoodId), $"{row}");
        foreach (var row in await _host.Query(db => db.List<Row>("SELECT NeighborhoodId, Latitude, Longitude, Address FROM Problem",
            null, default)))
            Assert.That(map.Find(row.Latitude, row.Longitude, DateOnly.MaxValue), Is.EqualTo(row.NeighborhoodId), $"{row}");
    }

    [Test]
    public void Bar_incidents_fall_on_weekend_nights_and_match_its_baseline_and_assessment()
    {
        var bar = _incidents.Where(i => i.Address == "40 Tanner Street, rear").ToList();

        // On the night daylight saving time starts, 2 a.m. becomes 3 a.m.
        Assert.That(bar.All(n => n.LocalHour >= 22 ? n.LocalWeekday is 5 or 6 : n.LocalHour <= 3 && n.LocalWeekday is 6 or 0));
        Assert.That(bar.Count(n => n.IsBetween(575, 395)), Is.EqualTo(62), "The count must match its baseline.");
        Assert.That(bar.Count(n => n.IsBetween(210, 30)), Is.EqualTo(17), "The count must match its assessment.");
    }

    [Test]
    public void Racing_is_concentrated_on_one_avenue_on_weekend_evenings()
    {
        var races = _incidents.Where(i => i.CategoryCode == "racing").ToList();
        var onAvenue = races.Where(i => i.Address.EndsWith(" Meridian Avenue", StringComparison.Ordinal)).ToList();

        var busiest = races.GroupBy(i => i.Street).OrderByDescending(g => g.Count()).Take(2).ToList();
        Assert.That(busiest[0].Key, Is.EqualTo("Meridian Avenue"));
        Assert.That(busiest[0].Count(), Is.GreaterThan(2 * busiest[1].Count()));
        Assert.That(onAvenue.Count(i => i.LocalWeekday is 0 or 6 && i.LocalHour is >= 20 and <= 23), Is.GreaterThan(0.85 * onAvenue.Count));
    }

    [Test]
    public void One_street_has_repeat_burglaries_at_the_same_few_houses()
    {
        var byStreet = _incidents.Where(i => i.CategoryCode == "burglary").GroupBy(i => i.Street)
            .OrderByDescending(g => g.Count()).ToList();
        var street = byStreet[0];

        Assert.That(street.Key, Is.EqualTo("Pippin Street"));
        Assert.That(street.Count(), Is.GreaterThan(1.5 * byStreet[1].Count()));
        Assert.That(street.GroupBy(i => i.Address).OrderByDescending(g => g.Count()).Take(3).Sum(g => g.Count()),
            Is.GreaterThan(0.4 * street.Count()));
        var again = street.GroupBy(i => i.Address)
            .SelectMany(house => house.OrderBy(i => i.LocalDate)
                .Zip(house.OrderBy(i => i.LocalDate).Skip(1), (a, b) => b.LocalDate.DayNumber - a.LocalDate.DayNumber));
        Assert.That(again.Count(days => days <= 28), Is.GreaterThan(15), "Expected repeats within four weeks.");
    }

    [Test]
    public void Trailhead_thefts_fall_around_noon_on_weekends()
    {
        var lot = _incidents.Where(i => i.Address == "Heron Trail lot").ToList();

        Assert.That(lot, Has.Count.GreaterThan(80));
        Assert.That(lot.All(i => i.CategoryCode == "theft-from-vehicle" && i.LocalWeekday is 0 or 6 && i.LocalHour is >= 10 and <= 15));
    }

    [Test]
    public void Incidents_vary_by_season_weekday_and_hour()
    {
        var noise = _incidents.Where(i => i.CategoryCode == "noise").ToList();

        Assert.That(noise.Count(i => i.LocalDate.Month is 6 or 7 or 8),
            Is.GreaterThan(1.2 * noise.Count(i => i.LocalDate.Month is 12 or 1 or 2)));
        Assert.That(noise.Count(i => i.LocalWeekday is 5 or 6) / 2.0,
            Is.GreaterThan(1.2 * noise.Count(i => i.LocalWeekday is 2 or 3) / 2.0));
        Assert.That(noise.Count(i => i.LocalHour >= 21), Is.GreaterThan(3 * noise.Count(i => i.LocalHour is >= 6 and < 9)));
        var days = _incidents.GroupBy(i => i.LocalDate).ToList();
        Assert.That(days, Has.Count.EqualTo(DemoIncidents.Days).Within(1));
        Assert.That(days.Average(d => d.Count()), Is.EqualTo(55).Within(1));
    }

    [Test]
    public async Task Baselines_and_outcomes_in_worksheets_match_the_incident_list()
    {
        var objectives = await _host.Query(db => db.List<Objective>("""
            SELECT p.Number, o.BaselineValue, o.AfterValue, i.Address FROM ProblemObjective o JOIN Problem p ON p.Id = o.ProblemId
            JOIN (SELECT l.ProblemId, MIN(x.Address) AS Address FROM ProblemIncident l JOIN Incident x ON x.Id = l.IncidentId
            GROUP BY l.ProblemId HAVING COUNT(DISTINCT x.Address) = 1) i ON i.ProblemId = p.Id
            WHERE o.Unit LIKE 'reports in %' AND o.AfterValue IS NOT NULL
            """, null, default));
        var sheets = await _host.Query(db => db.List<Plan>(
            "SELECT p.Number, f.Sheet FROM FrozenPlan f JOIN Problem p ON p.Id = f.ProblemId", null, default));

        Assert.That(objectives, Has.Count.GreaterThanOrEqualTo(14));
        foreach (var objective in objectives)
        {
            var plan = System.Text.Json.JsonDocument.Parse(sheets.Last(s => s.Number == objective.Number).Sheet)
                .RootElement.GetProperty("evaluation");
            Assert.That(Counted("before"), Is.EqualTo(objective.BaselineValue), objective.Number);
            Assert.That(Counted("after"), Is.EqualTo(objective.AfterValue), objective.Number);

            int Counted(string period)
            {
                var (from, to) = (Day(plan.GetProperty(period).GetProperty("from")), Day(plan.GetProperty(period).GetProperty("to")));
                return _incidents.Count(i => i.Address == objective.Address && i.LocalDate >= from && i.LocalDate <= to);
            }
        }
    }

    private static DateOnly Day(System.Text.Json.JsonElement date) =>
        DateOnly.Parse(date.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Plan
    {
        public string Number { get; init; } = "";
        public string Sheet { get; init; } = "";
    }

    private sealed record Objective
    {
        public string Number { get; init; } = "";
        public double BaselineValue { get; init; }
        public double AfterValue { get; init; }
        public string Address { get; init; } = "";
    }

    private sealed record Row
    {
        public DateOnly LocalDate { get; init; }
        public int LocalHour { get; init; }
        public int LocalWeekday { get; init; }
        public string CategoryCode { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public string Address { get; init; } = "";

        public string Street => Address.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimStart();

        public bool IsBetween(int fromDaysAgo, int toDaysAgo) =>
            LocalDate >= Today.AddDays(-fromDaysAgo) && LocalDate <= Today.AddDays(-toDaysAgo);
    }
}
