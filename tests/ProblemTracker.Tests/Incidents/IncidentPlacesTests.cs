using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Incidents by address, and the filters by address, weekday and hour.</summary>
public sealed class IncidentPlacesTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.ImportCsv(
            "no,at,kind,where,lat,lon\n"
                + "1,2026-01-05T10:00,burglary,1 Elm Street,40.5,-89.5\n"
                + "2,2026-01-06T10:30,burglary,1 Elm Street,40.6,-89.5\n"
                + "3,2026-01-12T23:00,loud music,11 Elm Street,40.9,-89.9\n"
                + "4,2026-02-07,loud music,,40.9,-89.9\n");
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<JsonElement> Read(string path) => _host.SignIn(Role.Officer).Read($"/api/v1/incidents{path}");

    [TestCase("")]
    [TestCase("&area=40,-90;41,-90;41,-89;40,-89")]
    public async Task Addresses_are_counted_with_their_share_of_all_incidents_found(string area)
    {
        var found = await Read($"/places?from=2026-01-01{area}");

        Assert.That((found.GetProperty("total").GetInt32(), found.GetProperty("withoutAddress").GetInt32(),
            found.GetProperty("differentAddresses").GetInt32()), Is.EqualTo((4, 1, 2)));
        var first = found.GetProperty("addresses")[0];
        Assert.That((first.GetProperty("address").GetString(), first.GetProperty("incidents").GetInt32(),
                first.GetProperty("share").GetDouble(), first.GetProperty("latitude").GetDouble()),
            Is.EqualTo(("1 Elm Street", 2, 0.5, 40.55)));
    }

    /// <summary>Words would also find 11 Elm Street.</summary>
    [TestCase("address=1 Elm Street", 2)]
    [TestCase("address=Elm Street", 0)]
    [TestCase("weekday=Monday", 2)]
    [TestCase("weekday=monday&hour=10", 1)]
    [TestCase("hour=10", 2)]
    [TestCase("hour=0", 0)]
    public async Task Each_filter_finds_the_same_incidents_in_list_patterns_and_places(string filter, int expected)
    {
        Assert.That((await Read($"?{filter}")).GetProperty("total").GetInt32(), Is.EqualTo(expected));
        Assert.That((await Read($"/patterns?{filter}")).GetProperty("total").GetInt32(), Is.EqualTo(expected));
        Assert.That((await Read($"/places?{filter}")).GetProperty("total").GetInt32(), Is.EqualTo(expected));
        Assert.That((await Read($"/map?{filter}")).GetProperty("total").GetInt32(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_weekday_leaves_out_incidents_of_which_only_the_month_is_known()
    {
        await _host.ImportCsv("no,at\nm,2025-09-01T00:00\n", m => m with { MonthsOnly = true, Source = "b" });
        Assert.That((await Read("?weekday=Monday&from=2025-09-01&to=2025-09-30")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await Read("?from=2025-09-01&to=2025-09-30")).GetProperty("total").GetInt32(), Is.EqualTo(1));
    }
}
