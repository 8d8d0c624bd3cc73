using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Maps;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A resident says where it happens by a point: on the map, or where the phone is.</summary>
public sealed class ReportPlaceTests
{
    private TrackerHost _host = null!;
    private Resident _resident = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        await _host.Import(Boundaries.Collection(Boundaries.Feature("West", Boundaries.Square(-77.55, 43.5, 0.05)),
            Boundaries.Feature("East", Boundaries.Square(-77.5, 43.5, 0.05))));
        await _host.Send(new ImportStreets("streets.geojson", new MemoryStream(Encoding.UTF8.GetBytes(Boundaries.Collection(
            Boundaries.Feature("Tanner <b>Street", """{"type":"LineString","coordinates":[[-77.55,43.525],[-77.5,43.525]]}"""))))));
        _resident = new(_host);
        await _resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Loud music."));
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<JsonElement> Sent()
    {
        await _resident.Send();
        return await (await _host.SignIn(Role.Supervisor).GetAsync("/api/v1/concerns/1")).Json();
    }

    [Test]
    public async Task Picture_that_is_clicked_gives_the_point_and_shows_more_detail_around_it()
    {
        var first = (await _resident.Post("/city/report/where?handler=Point", ("Closer", "0"), ("at.x", "80"), ("at.y", "160"))).To;
        Assert.That(first, Does.Contain("closer=1").And.EndWith("#map").And.Not.Contain("77."), "addresses are logged");
        var page = await _resident.Get("/city/report/where?closer=1");
        Assert.That(page, Does.Contain("near Tanner <b>Street, West").And.Contain("Use the point on the map")
            .And.Contain("Show more around it"));

        using var reply = await _resident.Request(new(HttpMethod.Get, "/city/report/where?handler=picture&closer=1"));
        var picture = await reply.Content.ReadAsStringAsync();
        Assert.That(picture, Does.Contain("class=\"cross\"").And.Contain("Tanner &lt;b&gt;Street").And.Not.Contain("<b>"));

        await _resident.Post("/city/report/where", Point(page, ("UsePoint", "true")));
        await _resident.Post("/city/report/when");
        Assert.That(await _resident.Get("/city/report/who"), Does.Contain("near Tanner <b>Street, West"));
        var concern = await Sent();
        Assert.Multiple(() =>
        {
            Assert.That(concern.GetProperty("latitude").GetDouble(), Is.EqualTo(43.525).Within(0.0005));
            Assert.That(concern.GetProperty("longitude").GetDouble(), Is.EqualTo(-77.5275).Within(0.0005));
            Assert.That(concern.GetProperty("neighborhood").GetString(), Is.EqualTo("West"));
            Assert.That(concern.GetProperty("address").GetString(), Is.EqualTo("Tanner <b>Street"), "the desk reads a street");
        });
    }

    [Test]
    public async Task Point_that_is_not_wanted_any_more_is_dropped_and_what_was_typed_stays()
    {
        await _resident.Post("/city/report/where?handler=Here", ("Latitude", "43.51"), ("Longitude", "-77.49"));
        var page = await _resident.Get("/city/report/where");
        Assert.That((await _resident.Post("/city/report/where", Point(page))).Html, Does.Contain("Enter a street, corner or place"));
        await _resident.Post("/city/report/where", Point(page, ("Address", "The old mill")));
        var concern = await Sent();
        Assert.That(concern.TryGetProperty("latitude", out var latitude) && latitude.ValueKind == JsonValueKind.Number, Is.False);
        Assert.That(concern.GetProperty("address").GetString(), Is.EqualTo("The old mill"));
    }

    [Test]
    public async Task What_was_typed_stays_when_the_map_is_clicked_or_looked_at_from_farther()
    {
        await _resident.Post("/city/report/where?handler=Point", ("Closer", "0"), ("at.x", "200"), ("at.y", "100"),
            ("Address", "By the mill"));
        var page = await _resident.Get("/city/report/where?closer=1");
        Assert.That(page, Does.Contain("value=\"By the mill\""));
        var (to, _) = await _resident.Post("/city/report/where?handler=Farther",
            [.. Point(page), ("Closer", "1"), ("Address", "By the mill")]);
        Assert.That(to, Does.Contain("closer=0"));
        Assert.That(await _resident.Get("/city/report/where?closer=0"), Does.Not.Contain("Show more around it").And.Contain("By the mill"));
    }

    [Test]
    public async Task Keyboard_that_presses_the_picture_reads_what_to_do_instead()
    {
        var (to, html) = await _resident.Post("/city/report/where?handler=Point", ("Closer", "0"), ("at.x", "0"), ("at.y", "0"),
            ("Address", "Mill"));
        Assert.That(to, Is.Null);
        Assert.That(html, Does.Contain("Point at the map with a finger or a mouse").And.Contain("value=\"Mill\""));
    }

    [TestCase("10", "10", "too far from our city")]
    [TestCase("91", "0", "latitude from -90 to 90")]
    [TestCase("43.51", "", "Give latitude")]
    public async Task Point_that_cannot_be_is_refused(string latitude, string longitude, string says)
    {
        var (to, html) = await _resident.Post("/city/report/where?handler=Here", ("Latitude", latitude), ("Longitude", longitude));
        Assert.That(to, Is.Null);
        Assert.That(html, Does.Contain(says));
    }

    [Test]
    public async Task Point_in_no_neighborhood_can_be_reported_all_the_same()
    {
        await _resident.Post("/city/report/where?handler=Here", ("Latitude", "43.6"), ("Longitude", "-77.49"));
        var page = await _resident.Get("/city/report/where");
        Assert.That(page, Does.Contain("This point is in none of our neighborhoods."));
        await _resident.Post("/city/report/where", Point(page, ("UsePoint", "true")));
        Assert.That(await _resident.Get("/city/report/who"), Does.Contain("a point on the map"));
        var follow = await _resident.Send();
        Assert.That(await _resident.Get(follow), Does.Contain("a point on the map"));
    }

    [Test]
    public async Task Point_wins_over_a_neighborhood_that_was_chosen()
    {
        var east = await _host.Query(db => db.Single<long>("SELECT Id FROM Neighborhood WHERE Name = 'East'", null, default));
        await _resident.Post("/city/report/where", ("Latitude", "43.51"), ("Longitude", "-77.52"), ("UsePoint", "true"),
            ("NeighborhoodId", $"{east}"));
        Assert.That((await Sent()).GetProperty("neighborhood").GetString(), Is.EqualTo("West"));
    }

    [Test]
    public async Task Nobody_elses_point_is_in_the_picture()
    {
        await _resident.Post("/city/report/where?handler=Here", ("Latitude", "43.51"), ("Longitude", "-77.49"));
        using var reply = await new Resident(_host).Request(new(HttpMethod.Get, "/city/report/where?handler=picture"));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("<svg").And.Not.Contain("cross"));
        Assert.That(reply.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task City_without_boundaries_has_no_map_and_takes_the_phones_point()
    {
        using var host = new TrackerHost();
        await Resident.Open(host);
        var resident = new Resident(host);
        await resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Loud music."));
        Assert.That(await resident.Get("/city/report/where"), Does.Not.Contain("type=\"image\"").And.Contain("I am there now"));
        var (to, _) = await resident.Post("/city/report/where?handler=Here", ("Latitude", "43.51"), ("Longitude", "-77.49"));
        Assert.That(to, Is.Not.Null);
        await resident.Get("/city/report/where?handler=picture", HttpStatusCode.NotFound);
    }

    /// <summary>The hidden fields of the page, and others.</summary>
    private static (string, string)[] Point(string page, params (string, string)[] others) =>
    [
        .. new[] { "Latitude", "Longitude" }.Select(name =>
            (name, Regex.Match(page, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value)), .. others,
    ];
}
