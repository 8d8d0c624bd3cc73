using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

public sealed class CountNearbyTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
    }

    [TearDown] public void Stop() => _host.Dispose();

    // Noise near the coordinates today and six days ago; then one a week old, one too far away and one in another category.
    private const string Rows = """
        no,at,kind,lat,lon
        1,2026-03-02,loud music,40.5,-89.5
        2,2026-02-24,loud music,40.5009,-89.5
        3,2026-02-23,loud music,40.5,-89.5
        4,2026-03-01,loud music,40.51,-89.5
        5,2026-03-01,burglary,40.5,-89.5

        """;

    [Test]
    public async Task Counts_new_incidents_of_the_category_near_the_coordinates_like_the_linked_list()
    {
        var problem = await Open(40.5, -89.5);
        await _host.ImportCsv(Rows);

        var near = (await Nearby())!.Single();
        Assert.That((near.ProblemId, near.Incidents, near.NotLinked), Is.EqualTo((problem, 2, 2)));
        Assert.That((await _host.Send(new ListIncidents(near.Filter))).Total, Is.EqualTo(2));
    }

    [Test]
    public async Task Without_coordinates_counts_incidents_in_the_neighborhood()
    {
        await Open(null, null);
        await _host.ImportCsv(Rows);
        var near = (await Nearby())!.Single();
        Assert.That((near.Incidents, (await _host.Send(new ListIncidents(near.Filter))).Total), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task Linked_incidents_are_not_new()
    {
        var problem = await Open(40.5, -89.5);
        await _host.ImportCsv(Rows);
        var ids = (await _host.Send(new ListIncidents(new(CategoryCode: "noise")))).Items.Where(i => i.SourceNumber is "1")
            .Select(i => i.Id);
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", new { incidentIds = ids })).Ok();
        Assert.That((await Nearby())!.Single().NotLinked, Is.EqualTo(1));
        await (await _host.SignIn(Role.Officer)
            .PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", new { filter = new { categoryCode = "noise" } })).Ok();
        Assert.That(await Nearby(), Is.Empty);
    }

    [Test]
    public async Task Covers_only_problems_of_your_own_teams()
    {
        await Open(40.5, -89.5);
        await _host.ImportCsv(Rows);
        Assert.That(
            await _host.SignInAs("other", Role.Officer).GetFromJsonAsync<List<NearbyIncidents>>("/api/v1/me/nearby", Shared.Json.Options),
            Is.Empty);
        Assert.That(
            await _host.SignIn(Role.Administrator).GetFromJsonAsync<List<NearbyIncidents>>("/api/v1/me/nearby", Shared.Json.Options),
            Is.Empty);
    }

    private Task<List<NearbyIncidents>?> Nearby() =>
        _host.SignIn(Role.Officer).GetFromJsonAsync<List<NearbyIncidents>>("/api/v1/me/nearby", Shared.Json.Options);

    private async Task<long> Open(double? latitude, double? longitude) =>
        (await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise behind the bar",
            description = "Every Friday night.",
            categoryCode = "noise",
            neighborhoodId = await _host.Query(db => db.Single<long>(
                "SELECT NeighborhoodId FROM (SELECT MIN(Id) AS NeighborhoodId FROM Neighborhood) first", null, default)),
            latitude,
            longitude,
            source = "Resident",
            priority = "Normal",
            confidential = false,
            leadId = _host.IdOf(Role.Officer),
        })).Ok()).GetProperty("id").GetInt64();
}
