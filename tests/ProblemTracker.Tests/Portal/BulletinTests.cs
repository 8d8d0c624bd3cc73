using ProblemTracker.Domain;
using ProblemTracker.Pages.City;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Portal;

/// <summary>An officer writes a bulletin, another person approves it, and residents read it.</summary>
public sealed class BulletinTests
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
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private static object Body(long? neighborhoodId = null, string title = "Lock your car", string body = "Thefts rose.") =>
        new { neighborhoodId, texts = new[] { new { language = "en", title, body } } };

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    [Test]
    public async Task Residents_read_it_only_once_a_supervisor_approved_it_and_not_after_it_is_withdrawn()
    {
        var place = await _host.Neighborhood();
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body(place))).Ok();
        await new Resident(_host).Get("/city/bulletins/1", HttpStatusCode.NotFound);
        Assert.That((await Officer.IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        await (await Supervisor.IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        Assert.That(await new Resident(_host).Get("/city/bulletins/1"), Does.Contain("Thefts rose."));
        Assert.That(await new Resident(_host, "es").Get($"/city/neighborhoods/{place}"),
            Does.Contain("Boletines").And.Contain("Lock your car"));

        await (await Officer.IfMatch(2).PostAsync("/api/v1/bulletins/1/withdraw", null)).Ok();
        await new Resident(_host).Get("/city/bulletins/1", HttpStatusCode.NotFound);
        Assert.That(await new Resident(_host).Get($"/city/neighborhoods/{place}"), Does.Not.Contain("Lock your car"));
    }

    [Test]
    public async Task Supervisor_does_not_approve_their_own()
    {
        await (await Supervisor.PostAsJsonAsync("/api/v1/bulletins", Body())).Ok();
        Assert.That(await (await Supervisor.IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).ShortfallCodes(),
            Is.EqualTo(new[] { "bulletin.own" }));
        await (await _host.SignInAs("second", Role.Supervisor).IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
    }

    [Test]
    public async Task Returned_bulletin_says_what_to_change_and_waits_again_after_the_change()
    {
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body())).Ok();
        await (await Supervisor.IfMatch(1).PostAsJsonAsync("/api/v1/bulletins/1/return", new { reason = "Say where." })).Ok();
        Assert.That(await (await Supervisor.IfMatch(2).PostAsync("/api/v1/bulletins/1/approve", null)).ShortfallCodes(),
            Is.EqualTo(new[] { "bulletin.decided" }));
        Assert.That(await new Browser(_host, Role.Officer).Get("/bulletins/1"), Does.Contain("Say where."));
        var changed = await (await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/bulletins/1", Body(body: "Thefts rose on Elm Street."))).Ok();
        Assert.That(changed.GetProperty("status").GetString(), Is.EqualTo("Waiting"));
        await (await Supervisor.IfMatch(3).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        Assert.That(await (await Officer.IfMatch(4).PutAsJsonAsync("/api/v1/bulletins/1", Body())).ShortfallCodes(),
            Is.EqualTo(new[] { "bulletin.decided" }));
    }

    [Test]
    public async Task Supervisors_hear_that_one_waits_and_the_writer_what_was_decided()
    {
        _ = Supervisor;
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body())).Ok();
        Assert.That(await Count("SELECT COUNT(*) FROM Outbox WHERE Recipient = 'supervisor@test.example' AND DedupeKey LIKE 'bulletin-w%'"),
            Is.EqualTo(1));
        await (await Supervisor.IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        Assert.That(await Count("SELECT COUNT(*) FROM Outbox WHERE Recipient = 'officer@test.example' AND DedupeKey LIKE 'bulletin-d%'"),
            Is.EqualTo(1));
    }

    [Test]
    public async Task Bad_texts_are_refused_at_their_field()
    {
        var empty = await Officer.PostAsJsonAsync("/api/v1/bulletins", Body(title: "", body: " "));
        Assert.That(await empty.Content.ReadAsStringAsync(), Does.Contain("texts[0].title").And.Contain("texts[0].body"));
        var nowhere = await Officer.PostAsJsonAsync("/api/v1/bulletins", Body(99));
        Assert.That(await nowhere.Content.ReadAsStringAsync(), Does.Contain("neighborhoodId"));
        Assert.That((await _host.SignIn(Role.Analyst).PostAsJsonAsync("/api/v1/bulletins", Body())).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Addresses_become_links_and_markup_stays_text()
    {
        const string typed =
            "See https://city.example/lock?a=1&b=2. <script>alert(1)</script> javascript:alert(1) https://user@evil.example/x";
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body(body: typed))).Ok();
        await (await Supervisor.IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        using var reply = await new Resident(_host).Request(new(HttpMethod.Get, "/city/bulletins/1"));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("<a href=\"https://city.example/lock?a=1&amp;b=2\"")
            .And.Not.Contain("<script>").And.Not.Contain("href=\"javascript").And.Not.Contain("href=\"https://user"));
    }

    [TestCase("(see https://city.example/map_(north))", "https://city.example/map_(north)", ")")]
    [TestCase("(see https://city.example/map.)", "https://city.example/map", ".)")]
    [TestCase("https://city.example/?q=a!?", "https://city.example/?q=a", "!?")]
    [TestCase("https://city.example/", "https://city.example/", "")]
    [TestCase("https://ciudad.example/año, o", "https://ciudad.example/a&#xF1;o", ", o")]
    public void Address_ends_before_what_ends_the_sentence(string typed, string address, string rest)
    {
        using var html = new StringWriter();
        LinkedText.Of(typed).WriteTo(html, System.Text.Encodings.Web.HtmlEncoder.Default);
        Assert.That(html.ToString(), Does.EndWith($"<a href=\"{address}\" rel=\"noopener nofollow\">{address}</a>{rest}"));
    }

    [Test]
    public async Task Bulletin_for_the_whole_city_is_on_the_first_page_and_that_of_a_neighborhood_is_not()
    {
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body())).Ok();
        await (await Officer.PostAsJsonAsync("/api/v1/bulletins", Body(await _host.Neighborhood(), "Only here"))).Ok();
        foreach (var id in new[] { 1, 2 }) await (await Supervisor.IfMatch(1).PostAsync($"/api/v1/bulletins/{id}/approve", null)).Ok();
        Assert.That(await new Resident(_host).Get("/city"), Does.Contain("Lock your car").And.Not.Contain("Only here"));
    }

    [Test]
    public async Task Pages_write_publish_and_list()
    {
        var officer = new Browser(_host, Role.Officer);
        Assert.That(await officer.Get("/bulletins"), Does.Contain("No bulletins match."));
        await officer.Post("/bulletins/write", new()
        {
            ["Form.Texts[0].Language"] = "en",
            ["Form.Texts[0].Title"] = "Lock your car",
            ["Form.Texts[0].Body"] = "Thefts rose.",
            ["Form.Texts[1].Language"] = "es",
        }, "/bulletins/1");
        Assert.That(await officer.Get("/bulletins/1"), Does.Contain("You wrote it, so another supervisor must approve it."));
        Assert.That(await officer.Get("/bulletins/write/1"), Does.Contain("value=\"Lock your car\""));
        var supervisor = new Browser(_host, Role.Supervisor);
        await supervisor.Post("/bulletins/1?handler=Approve", new() { ["Version"] = "1" }, "/bulletins/1", "/bulletins/1");
        Assert.That(await supervisor.Get("/bulletins?Status=Published"), Does.Contain("Lock your car"));
        Assert.That(await supervisor.Get("/bulletins?handler=csv"), Does.Contain("Lock your car,Thefts rose."));
    }
}
