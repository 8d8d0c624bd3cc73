using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Single points that lie far away, such as (0, 0), must not make a map useless.</summary>
public sealed class FarPointsTests
{
    private static readonly (double, double)[] City =
        [.. Enumerable.Range(0, 10).Select(i => (40.5 + i * 0.01, -89.5 - i * 0.01))];

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private Task<JsonElement> Map(string query = "") => _host.SignIn(Role.Analyst).Read($"/api/v1/incidents/map?{query}");

    /// <summary>Places are set afterward, since an import leaves out those that are far from the neighborhoods.</summary>
    private async Task Import(IEnumerable<(double Latitude, double Longitude)> places)
    {
        await _host.ImportCsv(places.Select((_, i) => $"K{i},2026-01-{1 + i:00}T10:15,burglary,{i} Elm Street\n")
            .Aggregate(new StringBuilder("no,at,kind,where\n"), (text, line) => text.Append(line)).ToString());
        await _host.Query(db => db.Execute("UPDATE Incident SET Latitude = @Latitude, Longitude = @Longitude WHERE SourceNumber = @No",
            places.Select((place, i) => new { place.Latitude, place.Longitude, No = $"K{i}" }).ToList(), default));
    }

    private static double[] Sides(JsonElement box) =>
        [.. new[] { "south", "west", "north", "east" }.Select(side => box.GetProperty(side).GetDouble())];

    [TestCase(true)]
    [TestCase(false)]
    public async Task Map_of_everything_shows_the_bulk_and_names_what_lies_far_away(bool hasNeighborhoods)
    {
        if (hasNeighborhoods) await _host.Import(Boundaries.Two);
        await Import([.. City, (0.1, 0.2), (-40.5, 89.5)]);

        var found = await Map();

        Assert.That(Sides(found.GetProperty("box")), Is.EqualTo(new[] { 40.5, -89.59, 40.59, -89.5 }).Within(1e-9));
        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(City.Length));
        var far = found.GetProperty("far");
        Assert.That(far.GetProperty("total").GetInt32(), Is.EqualTo(2));
        Assert.That(far.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("label").GetString()),
            Is.EqualTo(new[] { "Burglary, Jan 12, 2026, 10:15 AM, 11 Elm Street", "Burglary, Jan 11, 2026, 10:15 AM, 10 Elm Street" }));
        Assert.That(far.GetProperty("points")[1].GetProperty("latitude").GetDouble(), Is.EqualTo(0.1));
        Assert.That((await Map("south=40&west=-90&north=41&east=-89&far=true")).GetProperty("far").GetProperty("total").GetInt32(),
            Is.EqualTo(2));
        Assert.That((await Map("south=40&west=-90&north=41&east=-89")).GetProperty("far").ValueKind, Is.EqualTo(JsonValueKind.Null));
        // Only what the filter finds.
        Assert.That((await Map("to=2026-01-10")).GetProperty("far").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    /// <summary>Of so many points only some are read, but every one is counted.</summary>
    [Test]
    public async Task Far_ones_among_very_many_are_all_counted()
    {
        const int many = (2 * MapExtents.MostRead) + 100;
        await _host.ImportCsv(Enumerable.Range(0, many).Select(i => FormattableString.Invariant(
            $"{i},2026-01-05T10:15,burglary,{i} Elm Street,{40.5 + i % 100 * 0.001},{-89.5 - i % 90 * 0.001}\n"))
            .Aggregate(new StringBuilder("no,at,kind,where,lat,lon\n"), (text, line) => text.Append(line)).ToString());
        await _host.Query(db => db.Execute(
            "UPDATE Incident SET Latitude = 0.1, Longitude = 0.2 WHERE SourceNumber IN ('7', '1234', '4000')", null, default));

        var found = await Map();

        Assert.That((found.GetProperty("total").GetInt32(), found.GetProperty("far").GetProperty("total").GetInt32()),
            Is.EqualTo((many - 3, 3)));
        Assert.That(Sides(found.GetProperty("box")), Is.EqualTo(new[] { 40.5, -89.589, 40.599, -89.5 }).Within(1e-9));
    }

    [Test]
    public async Task Bulk_outside_of_all_neighborhoods_is_shown_all_the_same()
    {
        await _host.Square("Elsewhere", south: 10, west: 10);
        await Import([.. City, (10.005, 10.005)]);

        var found = await Map();

        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(City.Length));
        Assert.That(found.GetProperty("far").GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Problems_far_away_are_named_too()
    {
        await _host.Import(Boundaries.Two);
        foreach (var (latitude, longitude) in City.Take(3).Append((0.0, 0.0)))
            await _host.Send(new OpenProblem("Break-ins", "x", "burglary", ProblemSource.Officer, Priority.Normal, false,
                NeighborhoodId: 1, Latitude: latitude, Longitude: longitude));

        var found = await _host.SignIn(Role.Supervisor).Read("/api/v1/problems/map");

        Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(3));
        Assert.That(found.GetProperty("far").GetProperty("points")[0].GetProperty("label").GetString(),
            Is.EqualTo("P-2026-0004 Break-ins, Scanning"));
    }

    [Test]
    public async Task Map_of_a_problem_without_coordinates_leaves_out_linked_incidents_far_away()
    {
        await _host.Import(Boundaries.Two);
        await Import([.. City, (0.1, 0.2)]);
        var problem = await _host.OpenProblem();
        await _host.Send(new LinkIncidents(problem, Filter: new(CategoryCode: "burglary")));

        var place = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{problem}/place");

        Assert.That(place.GetProperty("farIncidents").GetInt32(), Is.EqualTo(1));
        Assert.That(Sides(place.GetProperty("box"))[0], Is.EqualTo(40.5));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem}"),
            Does.Contain("1 linked incident lies far away and is not shown here"));
    }

    /// <summary>However the points lie, at least half of each coordinate is in the region, and a compact set is whole.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool Region_has_the_bulk_of_any_points((short Latitude, short Longitude)[] degrees)
    {
        if (degrees.Length == 0) return true;
        double[] latitudes = [.. degrees.Select(point => point.Latitude / 400.0)];
        double[] longitudes = [.. degrees.Select(point => point.Longitude / 200.0)];
        var region = MapExtents.Around([.. latitudes], [.. longitudes]);

        return 2 * latitudes.Count(degree => degree >= region.South && degree <= region.North) >= degrees.Length
            && 2 * longitudes.Count(degree => degree >= region.West && degree <= region.East) >= degrees.Length;
    }
}
