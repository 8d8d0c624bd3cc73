using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Boundaries that all lie far from the city, and one click that brings them near.</summary>
public sealed class CoordinateFixTests
{
    private static readonly string Near = Square(-122, 37, 0.5);

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Collection(Feature("City", Near)));
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    /// <summary>A square at the city with its coordinates changed.</summary>
    private static string Wrong(CoordinateFix fix)
    {
        // Each fix is undone by itself, but for the one of two steps.
        var ring = GeoJson.Read(Square(-121.8, 37.1, 0.1)).Coordinates.Select(at => fix == CoordinateFix.SwapAndNegateLongitude
            ? (X: at.Y, Y: -at.X) : CoordinateFixes.Of(fix, at.X, at.Y));
        return Collection(Feature("Beat", "{\"type\":\"Polygon\",\"coordinates\":[["
            + string.Join(',', ring.Select(at => FormattableString.Invariant($"[{at.X},{at.Y}]"))) + "]]}"));
    }

    [Test]
    public async Task A_fix_is_proposed_and_chosen_with_one_click([Values] CoordinateFix fix)
    {
        var id = await Administrator.Upload(Wrong(fix), "beats.geojson", "Neighborhoods");
        var (page, browser) = ($"/imports/{id}", new Browser(_host, Role.Administrator));
        Assert.That((await Administrator.Preview(id)).GetProperty("boundaries").GetProperty("proposedFix").GetString(),
            Is.EqualTo($"{fix}"));
        const string start = "class=\"usa-button\">Start import";
        Assert.That(await browser.Get(page), Does.Contain($"class=\"usa-button\" name=\"NewFix\" value=\"{fix}\"")
            .And.Not.Contain(start), "the fix is the primary button");

        var fixedPage = await browser.Post($"{page}?handler=Look",
            new Dictionary<string, string> { ["NameProperty"] = "name", ["NewFix"] = $"{fix}" }, formOn: page);
        Assert.That(fixedPage, Does.Contain($"name=\"Fix\" value=\"{fix}\"").And.Contain("Read them as they are in the file")
            .And.Not.Contain("id=\"far\"").And.Not.Contain("id=\"faults\"").And.Contain(start));
        Assert.That(await browser.Get(page), Does.Contain($"name=\"Fix\" value=\"{fix}\""), "it is kept");
        var back = await browser.Post($"{page}?handler=Look",
            new Dictionary<string, string> { ["NameProperty"] = "name", ["Fix"] = $"{fix}", ["NewFix"] = "None" }, formOn: page);
        Assert.That(back, Does.Contain("id=\"far\"").And.Not.Contain("name=\"Fix\" value=\""));

        await browser.Post($"{page}?handler=Start", new()
        {
            ["NameProperty"] = "name",
            ["Fix"] = $"{fix}",
            ["Boundaries.Covered[0].NeighborhoodId"] = $"{(await _host.Send(new ListNeighborhoods("City"))).Items[0].Id}",
            ["Boundaries.Covered[0].Choice"] = "Smaller",
        }, page, page);
        await _host.Work();
        var import = await Administrator.Import(id);
        Assert.That((import.GetProperty("added").GetInt32(), import.GetProperty("fix").GetString()), Is.EqualTo((1, $"{fix}")));
        var features = (await Administrator.Read("/api/v1/neighborhoods/boundaries")).GetProperty("features");
        var corner = features.EnumerateArray().Single(f => f.GetProperty("properties").GetProperty("name").GetString() == "Beat")
            .GetProperty("geometry").GetProperty("coordinates")[0][0];
        Assert.That((corner[0].GetDouble(), corner[1].GetDouble()), Is.EqualTo((-121.8, 37.1)).Within(0.11));
    }

    [Test]
    public async Task The_api_previews_and_starts_with_a_fix()
    {
        var id = await Administrator.Upload(Wrong(CoordinateFix.NegateLongitude), "beats.geojson", "Neighborhoods");
        Assert.That((await Administrator.Preview(id)).GetProperty("plan").GetProperty("far").GetString(), Is.EqualTo("These boundaries lie "
            + "far from your neighborhoods, near longitude 121.75, latitude 37.15. The minus sign of their longitudes looks missing or "
            + "wrong."));
        var preview = await Administrator.Preview(id, "?fix=NegateLongitude");
        Assert.That(preview.GetProperty("plan").GetProperty("far").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(preview.GetProperty("boundaries").GetProperty("fix").GetString(), Is.EqualTo("NegateLongitude"));
        var kept = await Administrator.PostAsJsonAsync($"/api/v1/imports/{id}/map", new { nameProperty = "name", fix = "NegateLongitude" });
        Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Administrator.Import(id)).GetProperty("fix").GetString(), Is.EqualTo("NegateLongitude"));
    }

    [Test]
    public async Task The_command_line_says_which_option_brings_them_near()
    {
        var wrong = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Wrong(CoordinateFix.Swap)));
        var refused = Assert.ThrowsAsync<ProblemTracker.Shared.Invalid>(() => _host.Send(new ImportNeighborhoods("b.geojson", wrong)));
        Assert.That(string.Join(' ', refused!.Errors["file"]),
            Does.Contain("not on Earth").And.Contain("(--fix Swap on the command line)"));
        wrong.Position = 0;
        Assert.That((await _host.Send(new ImportNeighborhoods("b.geojson", wrong, Fix: CoordinateFix.Swap))).Far, Is.Null);
        var east = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Wrong(CoordinateFix.NegateLongitude)));
        var made = await _host.Send(new ImportNeighborhoods("c.geojson", east));
        Assert.That((made.Far is null, made.Check?.ProposedFix), Is.EqualTo((false, CoordinateFix.NegateLongitude)));
    }

    [Test]
    public void Nothing_is_proposed_without_neighborhoods_for_another_city_or_where_some_lie_near()
    {
        var city = new Envelope(-122, -121.5, 37, 37.5);
        Assert.That(CoordinateFixes.For(Places((37.2, -121.8)), new()), Is.Null);
        Assert.That(CoordinateFixes.For(Places((2.3, 48.8)), city), Is.Null);
        Assert.That(CoordinateFixes.For(Places((37.2, -121.8), (-121.8, 37.2)), city), Is.Null);
        Assert.That(CoordinateFixes.For([], city), Is.Null);
    }

    [Test]
    public void A_fix_is_proposed_where_the_fixed_shapes_would_not_be_called_far()
    {
        var city = new Envelope(-77.6, -77.4, 43.5, 43.6);
        var near = Geography.Around(city);
        var touching = new Envelope(near.MaxX - 0.01, near.MaxX + 1, near.MinY - 1, near.MinY + 0.01);
        Assert.That(CoordinateFixes.For([new(touching.MinY, touching.MaxY, touching.MinX, touching.MaxX)], city),
            Is.EqualTo(CoordinateFix.Swap));
    }

    private static Envelope[] Places(params (double X, double Y)[] places) =>
        [.. places.Select(at => new Envelope(new Coordinate(at.X, at.Y)))];

    [Property(MaxTest = 100, Replay = Domain.Any.Seed)]
    public FsCheck.Property A_proposed_fix_brings_the_corners_near() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var city = new Envelope(new Coordinate(random.NextDouble() * 300 - 150, random.NextDouble() * 120 - 60));
            city.ExpandBy(random.NextDouble());
            var corners = Enumerable.Range(0, 10).Select(_ => (X: city.MinX + random.NextDouble() * city.Width,
                Y: city.MinY + random.NextDouble() * city.Height)).ToList();
            var near = Geography.Around(city);
            return Enum.GetValues<CoordinateFix>().All(wrong =>
            {
                var changed = corners.ConvertAll(at => CoordinateFixes.Of(wrong, at.X, at.Y));
                return CoordinateFixes.For(Places([.. changed]), city) is { } fix
                    ? changed.Count(at => CoordinateFixes.Of(fix, at.X, at.Y) is var (x, y) && near.Contains(x, y)) >= 9
                    : changed.Exists(at => near.Contains(at.X, at.Y)) || wrong == CoordinateFix.SwapAndNegateLongitude;
            });
        });
}
