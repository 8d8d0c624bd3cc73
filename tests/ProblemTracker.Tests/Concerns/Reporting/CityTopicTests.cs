using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>What other services of the city handle is routed away in the first step of a report.</summary>
public sealed class CityTopicTests
{
    private static readonly object Potholes = new
    {
        name = "Potholes",
        office = "Public Works",
        phone = "(585) 555-0160",
        link = "https://city.example/potholes",
        names = new { es = "Baches" },
    };

    private static readonly object Lights = new { name = "Street lights" };

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();

    [TearDown] public void Stop() => _host.Dispose();

    private Task<HttpResponseMessage> Set(string? cityServices, params object[] cityTopics) => _host.SignIn(Role.Administrator).IfMatch(0)
        .PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices, acknowledgeDays = 2, decideDays = 10, repeatConcerns = 3, repeatMonths = 6, cityTopics });

    [Test]
    public async Task Who_chooses_one_reads_who_handles_it_and_keeps_what_was_typed()
    {
        await (await Set("311", Potholes, Lights)).Ok();
        var resident = new Resident(_host);
        Assert.That(await resident.Get("/city/report"), Does.Contain("<optgroup label=\"Handled by the city, not the police\">")
            .And.Contain(">Potholes</option>").And.Contain(">Street lights</option>"));

        var (to, _) = await resident.Post("/city/report", ("CategoryCode", "city:Potholes"), ("Description", "A deep one."));
        var page = await resident.Get(to!);
        Assert.That(page, Does.Contain("Public Works handles this, not the police.")
            .And.Contain("<a href=\"tel:5855550160\">(585) 555-0160</a>").And.Contain("href=\"https://city.example/potholes\"")
            .And.Contain("Call 911"));
        Assert.That(await resident.Get("/city/report"), Does.Contain("A deep one."));

        var lights = await resident.Get((await resident.Post("/city/report", ("CategoryCode", "city:Street lights"))).To!);
        Assert.That(lights, Does.Contain("The city handles this, not the police.").And.Contain("<a href=\"tel:311\">311</a>"));
    }

    [Test]
    public async Task Police_can_be_told_all_the_same()
    {
        await (await Set("311", Lights)).Ok();
        var resident = new Resident(_host);
        var (to, _) = await resident.Post("/city/report", ("CategoryCode", "city:Street lights"),
            ("Description", "They deal in the dark."));
        Assert.That(await resident.Get(to!), Does.Contain("href=\"/city/report?anyway=true&lang=en\""));
        Assert.That(await resident.Get("/city/report?anyway=true"), Does.Contain("They deal in the dark.")
            .And.Match("<option selected=\"selected\" value=\"other\">"));
        Assert.That((await resident.Post("/city/report", ("CategoryCode", "drugs"), ("Description", "They deal in the dark."))).To,
            Does.Contain("/where"));
    }

    [Test]
    public async Task Name_is_in_the_language_of_the_page_where_the_agency_gave_one()
    {
        await (await Set("311", Potholes, Lights)).Ok();
        var resident = new Resident(_host, "es");
        Assert.That(await resident.Get("/city/report"), Does.Contain(">Baches</option>").And.Contain(">Street lights</option>"));
        Assert.That((await resident.Post("/city/report", ("CategoryCode", "city:Potholes"))).To,
            Is.EqualTo("/city/report/city?topic=Potholes&lang=es"));
        Assert.That(await resident.Get("/city/report/city?topic=Potholes"),
            Does.Contain("De esto se encarga Public Works, no la policía.").And.Contain("<h1>Baches</h1>")
                .And.Contain("href=\"/city/report/city?lang=en&topic=Potholes\""));
    }

    [Test]
    public async Task One_that_was_taken_off_the_list_leads_back_to_it_and_is_no_category()
    {
        await (await Set("311", Lights)).Ok();
        var resident = new Resident(_host);
        using var reply = await resident.Request(new(HttpMethod.Get, "/city/report/city?topic=Potholes"));
        Assert.That(reply.Headers.Location?.ToString(), Is.EqualTo("/city/report"));
        Assert.That((await resident.Post("/city/report", ("CategoryCode", "city:Potholes"), ("Description", "A deep one."))).To,
            Does.Contain("/where"));
        await resident.Post("/city/report/where", ("Address", "Tanner Street"));
        Assert.That((await resident.Post("/city/report/who")).Html, Does.Contain("Choose what it is about."));
    }

    [TestCase(null, """{"name":" "}""", "cityTopics[0].name", "cityTopics[0].phone")]
    [TestCase("311", """{"name":"Potholes","phone":"call us"}""", "cityTopics[0].phone")]
    [TestCase("311", """{"name":"Potholes","link":"javascript:alert(1)"}""", "cityTopics[0].link")]
    [TestCase("311", """{"name":"Potholes","link":"city.example"}""", "cityTopics[0].link")]
    [TestCase("311", """{"name":"Potholes","names":{"xx":"Baches"}}""", "cityTopics[0].names[xx]")]
    [TestCase("311", "null", "cityTopics[0]")]
    public async Task Unusable_topic_is_refused(string? cityServices, string topic, params string[] fields) =>
        Assert.That(await (await Set(cityServices, JsonDocument.Parse(topic).RootElement)).WrongFields(), Is.EquivalentTo(fields));

    [Test]
    public async Task Name_is_refused_twice() =>
        Assert.That(await (await Set("311", new { name = "Potholes" }, new { name = "potholes" })).WrongFields(),
            Is.EqualTo(new[] { "cityTopics" }));

    [Test]
    public async Task Administrator_adds_and_removes_topics_on_the_page()
    {
        await (await Set("311", Potholes)).Ok();
        var browser = new Browser(_host, Role.Administrator);
        var form = new Dictionary<string, string>
        {
            ["Site.Version"] = "1",
            ["Site.IsOn"] = "true",
            ["Site.CityServices"] = "311",
            ["Site.AcknowledgeDays"] = "2",
            ["Site.DecideDays"] = "10",
            ["Site.RepeatConcerns"] = "3",
            ["Site.RepeatMonths"] = "6",
            // The first one is cleared.
            ["Site.CityTopics[0].Name"] = "",
            ["Site.CityTopics[1].Name"] = "Water",
            ["Site.CityTopics[1].Names[es]"] = "Agua",
            ["Site.CityTopics[1].Link"] = "city.example",
        };
        Assert.That(await browser.Get("/settings/public-site"), Does.Contain("value=\"Baches\""));
        Assert.That(await browser.Post("/settings/public-site", form),
            Does.Contain("Enter a web address that starts with https://.").And.Contain("value=\"Agua\""));
        form["Site.CityTopics[1].Link"] = "https://city.example";
        await browser.Post("/settings/public-site", form, redirect: "/settings/public-site");
        Assert.That(await new Resident(_host, "es").Get("/city/report"), Does.Contain(">Agua</option>").And.Not.Contain("Baches"));
    }
}
