using ProblemTracker.Domain;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Engagement;

/// <summary>The pages of contacts, and their retention.</summary>
public sealed class ContactPagesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private static Dictionary<string, string> Form(long place, string people = "4", string happenedAt = "", string latitude = "",
        string longitude = "") => new()
        {
            ["Form.Kind"] = "FootPatrol",
            ["Form.People"] = people,
            ["Form.Minutes"] = "20",
            ["Form.NeighborhoodId"] = $"{place}",
            ["Form.Latitude"] = latitude,
            ["Form.Longitude"] = longitude,
            ["Form.Heard"] = "It is <b>loud</b>.",
            ["Form.HappenedAt"] = happenedAt,
            ["Form.CategoryCode"] = "",
        };

    [Test]
    public async Task Contact_is_logged_listed_and_its_neighborhood_is_chosen_next_time()
    {
        var (hill, park) = (await _host.Neighborhood(), await _host.Neighborhood("Elm Park"));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/engagement"), Does.Contain("No contacts match.")
            .And.Not.Contain($"selected=\"selected\" value=\"{park}\""));
        await browser.Post("/engagement", Form(park), "/engagement");
        Assert.That(await browser.Get("/engagement"), Does.Contain("The contact in Elm Park is logged.")
            .And.Contain("It is <b>loud</b>.").And.Contain($"selected=\"selected\" value=\"{park}\"").And.Contain("Mar 2, 2026, 9:00 AM"));
        Assert.That(await browser.Get($"/engagement?NeighborhoodId={hill}"), Does.Contain("No contacts match."));
        Assert.That(await browser.Get("/engagement?handler=csv"),
            Does.Contain("1,Foot patrol,2026-03-02,20,Elm Park,,4,It is <b>loud</b>.,"));
    }

    [Test]
    public async Task Local_time_is_read_by_the_agencys_clock_and_mistakes_are_shown_at_their_field()
    {
        var place = await _host.Neighborhood();
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/engagement", Form(place, happenedAt: "2026-03-01T18:30"), "/engagement");
        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/engagements/1")).GetProperty("happenedAt").GetDateTimeOffset(),
            Is.EqualTo(new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero)));
        Assert.That(await browser.Post("/engagement", Form(place, happenedAt: "2026-03-02T09:01")),
            Does.Contain("Enter a time that is not in the future.").And.Contain("value=\"2026-03-02T09:01\""));
        Assert.That(await browser.Post("/engagement", Form(place, happenedAt: "yesterday")),
            Does.Contain("Enter a date and a time").And.Contain("value=\"yesterday\""));
        Assert.That(await browser.Post("/engagement", Form(place, happenedAt: "0001-01-01T00:00")),
            Does.Contain("Enter a date and a time"));
        Assert.That(await browser.Post("/engagement", Form(place, people: "many")), Does.Contain("value=\"many\""));
    }

    [Test]
    public async Task Location_decides_over_the_neighborhood_of_last_time_unless_it_is_outside()
    {
        var (hill, park) = (await _host.Neighborhood(), await _host.Square("Elm Park"));
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/engagement", Form(hill, latitude: "39.105", longitude: "-84.495"), "/engagement");
        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/engagements/1")).GetProperty("neighborhoodId").GetInt64(),
            Is.EqualTo(park));
        Assert.That(await browser.Post("/engagement", Form(hill, latitude: "10", longitude: "10")),
            Does.Contain("This location is in no neighborhood. Choose one.").And.Contain("name=\"Form.Latitude\" value=\"\""));
    }

    [Test]
    public async Task Author_edits_and_deletes_on_the_page_and_others_read()
    {
        var place = await _host.Neighborhood();
        var (author, reader) = (new Browser(_host, Role.Officer), new Browser(_host, Role.Analyst));
        await author.Post("/engagement", Form(place), "/engagement");
        Assert.That(await author.Get("/engagement/1"), Does.Contain("value=\"2026-03-02T09:00\"").And.Contain("Save contact"));
        Assert.That(await reader.Get("/engagement/1"), Does.Contain("It is <b>loud</b>.").And.Not.Contain("Save contact")
            .And.Not.Contain("Delete contact"));
        var form = Form(place, people: "12", happenedAt: "2026-03-02T09:00");
        form["Version"] = "1";
        await author.Post("/engagement/1", form, "/engagement/1");
        Assert.That(await author.Get("/engagement/1"), Does.Contain("value=\"12\""));
        Assert.That(await author.Post("/engagement/1", form), Does.Contain("See the current version"));
        form["Form.People"] = "0";
        Assert.That(await author.Post("/engagement/1", form), Does.Contain("Enter 1 to 100,000 people."));
        Assert.That(await author.Post("/engagement/1?handler=Delete", new() { ["Version"] = "1" }, formOn: "/engagement/1"),
            Does.Contain("Save contact"));
        await author.Post("/engagement/1?handler=Delete", new() { ["Version"] = "2" }, "/engagement", "/engagement/1");
        Assert.That(await author.Get("/engagement"), Does.Contain("The contact is deleted.").And.Contain("No contacts match."));
    }

    [Test]
    public async Task Residents_in_the_menu_leads_those_who_work_no_concerns_to_contacts()
    {
        Assert.That(await new Browser(_host, Role.Analyst).Get("/engagement"), Does.Contain("usa-current\" href=\"/engagement\"")
            .And.Not.Contain("href=\"/concerns\""));
        Assert.That(await new Browser(_host, Role.Officer).Get("/engagement"), Does.Contain("usa-current\" href=\"/concerns\"")
            .And.Contain("href=\"/engagement\" aria-current=\"page\""));
    }

    [Test]
    public async Task Old_contacts_are_purged_with_the_text_of_their_audit_entries()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/engagement", Form(await _host.Neighborhood()), "/engagement");
        await _host.Keep5Years("engagement");
        _host.Until(2031, 3, 1);
        Assert.That(await _host.Ids("engagement"), Is.Empty);
        _host.Until(2031, 3, 4);
        Assert.That(await _host.Ids("engagement"), Is.EqualTo(new[] { 1 }));
        await _host.Agree(1, "engagement");
        await _host.RunPurges();

        Assert.That(await _host.Query(db => db.Single<long>("SELECT COUNT(*) FROM Engagement", null, default)), Is.Zero);
        Assert.That(await _host.Query(db => db.Single<long>(
            "SELECT COUNT(*) FROM AuditEntry WHERE Event = 'engagement.logged' AND AfterJson IS NULL", null, default)), Is.EqualTo(1));
    }
}
