using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Engagement;

/// <summary>What residents say at a contact can become a concern, with the clock of concerns.</summary>
public sealed class ContactConcernTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    internal static object Heard(string? description = "Trucks deliver at five.", string address = "412 Tanner Street") =>
        new { channel = "Meeting", categoryCode = "noise", description, address };

    private async Task Log(string kind = "Event") => await (await Officer.PostAsJsonAsync("/api/v1/engagements",
        new { kind, people = 4, minutes = 20, heard = "Trucks deliver at five.", categoryCode = "noise" })).Ok();

    [Test]
    public async Task Concern_after_a_contact_keeps_where_it_was_heard_and_the_contact_stays()
    {
        await Log();
        var entered = await (await Officer.PostAsJsonAsync("/api/v1/engagements/1/concerns", Heard())).Ok();
        Assert.That(entered.GetProperty("number").GetString(), Is.EqualTo("C-2026-0001"));
        await (await Officer.PostAsJsonAsync("/api/v1/concerns", Heard())).Ok();
        var read = await Officer.Read("/api/v1/concerns/1");
        var ofContact = await Officer.Read("/api/v1/concerns?engagementId=1");
        Assert.Multiple(async () =>
        {
            Assert.That((read.GetProperty("engagementId").GetInt64(), read.GetProperty("channel").GetString(),
                read.GetProperty("dueOn").GetString()), Is.EqualTo((1, "Meeting", "2026-03-04")));
            Assert.That(ofContact.GetProperty("total").GetInt32(), Is.EqualTo(1));
            Assert.That(await (await Officer.IfMatch(1).DeleteAsync("/api/v1/engagements/1")).ShortfallCodes(),
                Is.EqualTo(new[] { "engagement.concerns" }));
        });
    }

    [Test]
    public async Task Wrong_concern_is_refused_at_its_field_and_an_unknown_contact_is_not_found()
    {
        await Log();
        Assert.That(await (await Officer.PostAsJsonAsync("/api/v1/engagements/1/concerns", Heard(description: " "))).WrongFields(),
            Is.EqualTo(new[] { "description" }));
        Assert.That((await Officer.PostAsJsonAsync("/api/v1/engagements/7/concerns", Heard())).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.SignIn(Role.Analyst).PostAsJsonAsync("/api/v1/engagements/1/concerns", Heard())).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("Event", "At a meeting or event")]
    [TestCase("FootPatrol", "On patrol")]
    public async Task Page_fills_in_what_was_logged_and_the_contact_shows_the_concern(string kind, string heard)
    {
        await Log(kind);
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/engagement/1"), Does.Contain("/concerns/new?engagementId=1"));
        var form = await browser.Get("/concerns/new?engagementId=1");
        Assert.That(form, Does.Contain("Trucks deliver at five.</textarea>")
            .And.Match("value=\"noise\"[^>]*selected|selected[^>]*value=\"noise\""));
        await browser.Post("/concerns/new", new()
        {
            ["EngagementId"] = "1",
            ["Form.Channel"] = kind == "Event" ? "Meeting" : "Patrol",
            ["Form.CategoryCode"] = "noise",
            ["Form.Description"] = "Trucks deliver at five.",
            ["Form.Address"] = "412 Tanner Street",
            ["Form.Language"] = "en",
        }, "/concerns/1", "/concerns/new?engagementId=1");
        Assert.That(await browser.Get("/concerns/1"), Does.Contain(heard).And.Contain("/engagement/1"));
        Assert.That(await browser.Get("/engagement/1"), Does.Contain("C-2026-0001"));
        Assert.That(await new Browser(_host, Role.Analyst).Get("/engagement/1"), Does.Not.Contain("/concerns/"));
    }
}
