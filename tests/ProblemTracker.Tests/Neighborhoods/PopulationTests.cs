using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Surveys;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>How many people live in a neighborhood, typed once and used by surveys.</summary>
public sealed class PopulationTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private Task<HttpResponseMessage> Change(long id, int version, object? population) =>
        Administrator.IfMatch(version).PutAsJsonAsync($"/api/v1/neighborhoods/{id}",
            new { name = "Alder Hill", active = true, population });

    [Test]
    public async Task Population_is_entered_changed_and_removed()
    {
        var made = await (await Administrator.PostAsJsonAsync("/api/v1/neighborhoods",
            new { name = "Alder Hill", population = 8200 })).Ok();
        Assert.That(made.GetProperty("population").GetInt32(), Is.EqualTo(8200));
        var id = made.GetProperty("id").GetInt64();
        Assert.That((await (await Change(id, 1, 9000)).Ok()).GetProperty("population").GetInt32(), Is.EqualTo(9000));
        Assert.That((await Administrator.Read("/api/v1/neighborhoods")).GetProperty("items")[0].GetProperty("population").GetInt32(),
            Is.EqualTo(9000));
        var entries = await _host.Query(db => db.List<string>(
            "SELECT AfterJson FROM AuditEntry WHERE Event = 'neighborhood.changed'", null, default));
        Assert.That(entries.Single(), Does.Contain("\"population\":9000"));
        Assert.That((await (await Change(id, 2, null)).Ok()).GetProperty("population").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [FsCheck.NUnit.Property]
    public bool Whole_numbers_up_to_ten_million_are_accepted(int population) =>
        new ChangeNeighborhoodValidator().Validate(new ChangeNeighborhood(1, 1, "A", true, population)).IsValid
            == population is >= 0 and <= 10_000_000;

    [TestCase(-1)]
    [TestCase(10_000_001)]
    [TestCase(1.5)]
    public async Task Other_numbers_are_refused(object population)
    {
        var id = await _host.Neighborhood();
        Assert.That((await Change(id, 1, population)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Boundaries_as_GeoJSON_have_it()
    {
        await (await Administrator.PostAsJsonAsync("/api/v1/neighborhoods", new
        {
            name = "Alder Hill",
            population = 8200,
            boundary = new
            {
                type = "Polygon",
                coordinates = new[] { new[] { new[] { -84.5, 39.1 }, [-84.4, 39.1], [-84.4, 39.2], [-84.5, 39.1] } },
            },
        })).Ok();
        var features = (await Administrator.Read("/api/v1/neighborhoods/boundaries")).GetProperty("features");
        Assert.That(features[0].GetProperty("properties").GetProperty("population").GetInt32(), Is.EqualTo(8200));
    }

    [Test]
    public async Task Wave_in_the_response_area_keeps_the_population_of_its_day_unless_another_was_typed()
    {
        var survey = await _host.NewSurvey();
        var id = await _host.Neighborhood();
        await _host.NewWave(survey);
        await (await Change(id, 1, 8200)).Ok();
        await _host.NewWave(survey);
        await _host.NewWave(survey, area: "Control");
        await _host.NewWave(survey, population: 400);
        await (await Change(id, 2, 9000)).Ok();

        var shown = await _host.SignIn(Role.Officer).Read($"/api/v1/surveys/{survey}");
        Assert.That(shown.GetProperty("waves").EnumerateArray().Select(wave => wave.GetProperty("population").ToString()),
            Is.EqualTo(new[] { "", "8200", "", "400" }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/surveys/{survey}"), Does.Contain("the population of Alder Hill, 9,000,"));
    }

    [Test]
    public async Task Merged_neighborhood_has_the_population_of_all_if_it_is_known()
    {
        var ids = new[] { await _host.Neighborhood("Alder"), await _host.Neighborhood("Beech"), await _host.Neighborhood("Cedar") };
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET Population = Id * 1000 WHERE Name <> 'Cedar'", null, default));
        var both = await _host.Send(new MergeNeighborhoods([ids[0], ids[1]], "Woods", new(2026, 4, 1)));
        Assert.That(both.Neighborhood.Population, Is.EqualTo((ids[0] + ids[1]) * 1000));
        var all = await _host.Send(new MergeNeighborhoods([both.Neighborhood.Id, ids[2]], "Forest", new(2026, 5, 1)));
        Assert.That(all.Neighborhood.Population, Is.Null);
    }

    [Test]
    public async Task Page_saves_it()
    {
        var id = await _host.Neighborhood();
        var browser = new Browser(_host, Role.Administrator);
        await browser.Post($"/settings/neighborhoods/{id}",
            new() { ["Version"] = "1", ["Name"] = "Alder Hill", ["Population"] = "8200" }, redirect: "/settings/neighborhoods");
        Assert.That(await browser.Get("/settings/neighborhoods"), Does.Contain("8,200"));
        Assert.That(await browser.Get($"/settings/neighborhoods/{id}"), Does.Contain("value=\"8200\""));
    }
}
