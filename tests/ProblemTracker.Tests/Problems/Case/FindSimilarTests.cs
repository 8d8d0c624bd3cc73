using System.Globalization;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Problems;

public sealed class FindSimilarTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Finds_problems_within_300_meters_with_their_distance()
    {
        // One degree of latitude is about 111.2 km: 0.0026 degrees are 289 m, 0.0028 are 311 m.
        var near = await Open("Near", "parking", 43.5026, -77.5);
        await Open("Just too far", "parking", 43.5028, -77.5);

        var found = await Similar("categoryCode=noise&latitude=43.5&longitude=-77.5");

        Assert.That(found, Is.EqualTo(new[] { (near, 289) }));
    }

    [Test]
    public async Task Finds_the_same_category_in_the_same_neighborhood()
    {
        var same = await Open("Same", "noise", null, null);
        await Open("Other category", "parking", null, null);
        await Open("Other place", "noise", null, null, "Elsewhere");

        var found = await Similar($"categoryCode=noise&neighborhoodId={await _host.Neighborhood()}");

        Assert.That(found.Select(f => f.Id), Is.EqualTo(new[] { same }));
    }

    [Test]
    public async Task Leaves_out_closed_problems_and_those_the_reader_can_t_view()
    {
        var closed = new GivenProblem(_host, await Open("Closed", "noise", null, null));
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "NotAProblem")).Ok();
        var secret = await _host.OpenProblem("Secret", confidential: true);

        var query = $"categoryCode=noise&neighborhoodId={await _host.Neighborhood()}";

        Assert.That((await Similar(query)).Select(f => f.Id), Is.EqualTo(new[] { secret }), "the officer on its team");
        Assert.That(await Similar(query, _host.SignInAs("stranger", Role.Officer)), Is.Empty);
    }

    [Test]
    public async Task Latitude_without_longitude_is_rejected() =>
        Assert.That(await (await _host.SignIn(Role.Officer).GetAsync("/api/v1/problems/similar?latitude=43.5")).WrongFields(),
            Is.EqualTo(new[] { "longitude" }));

    private async Task<IReadOnlyList<(long Id, int? Distance)>> Similar(string query, HttpClient? by = null) =>
        [.. (await (await (by ?? _host.SignIn(Role.Officer)).GetAsync($"/api/v1/problems/similar?{query}")).Ok()).EnumerateArray()
            .Select(p => (p.GetProperty("id").GetInt64(),
                p.GetProperty("distance") is { ValueKind: System.Text.Json.JsonValueKind.Number } d
                    ? (int?)Math.Round(d.GetDouble()) : null))];

    private async Task<long> Open(string title, string categoryCode, double? latitude, double? longitude,
        string neighborhood = "Alder Hill") =>
        (await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/problems", new
        {
            title,
            description = string.Create(CultureInfo.InvariantCulture, $"{title}, every weekend."),
            categoryCode,
            neighborhoodId = await _host.Neighborhood(neighborhood),
            latitude,
            longitude,
            source = "Officer",
            priority = "Normal",
            confidential = false,
        })).Ok()).GetProperty("id").GetInt64();
}
