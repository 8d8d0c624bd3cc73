using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Portal;

/// <summary>The team publishes a problem on the public site, and residents read what was done.</summary>
public sealed class PublicationTests
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

    private static object Text(string language = "en", string title = "Loud music at night", string place = "400 block of Tanner Street",
        string youSaid = "Music until three in the morning.", string? weDid = null, string? measure = null) =>
        new { language, title, place, youSaid, weDid, measure };

    private static readonly object Spanish = Text("es", "Música de noche", "Cuadra 400 de Tanner Street", "Música hasta las tres.");

    private async Task<HttpResponseMessage> Publish(long problem, int version, string? objectiveKey = null, bool isNews = false,
        params object[] texts) => await Officer.IfMatch(version).PutAsJsonAsync($"/api/v1/problems/{problem}/publication",
            new { texts = texts.Length == 0 ? [Text()] : texts, objectiveKey, isNews });

    private async Task<string> Number(long problem) =>
        (await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("number").GetString()!;

    [Test]
    public async Task Residents_read_what_is_worked_on_in_their_language_and_nothing_of_the_inside()
    {
        var problem = await _host.OpenProblem("INTERNALTITLE");
        await (await Publish(problem, 0, null, false, Text(), Spanish)).Ok();
        var neighborhood = $"/city/neighborhoods/{await _host.Neighborhood()}";
        var number = await Number(problem);
        var pages = new[]
        {
            await new Resident(_host).Get("/city"), await new Resident(_host).Get(neighborhood),
            await new Resident(_host).Get($"/city/problems/{number}"),
            await new Resident(_host, "es").Get(neighborhood), await new Resident(_host, "es").Get($"/city/problems/{number}"),
        };

        Assert.Multiple(() =>
        {
            Assert.That(pages[0], Does.Contain($"href=\"{neighborhood}?lang=en\"").And.Contain("Alder Hill"));
            Assert.That(pages[1], Does.Contain("Loud music at night").And.Contain("We are finding out what happens."));
            Assert.That(pages[2], Does.Contain("Music until three in the morning.").And.Not.Contain("We did"));
            Assert.That(pages[3], Does.Contain("Música de noche").And.Contain("Estamos averiguando qué sucede."));
            Assert.That(pages[4], Does.Contain("Ustedes dijeron").And.Contain("Música hasta las tres."));
            foreach (var page in pages)
                Assert.That(page, Does.Not.Contain("INTERNALTITLE").And.Not.Contain("Every Friday night").And.Not.Contain("Officer Test"));
        });
    }

    [Test]
    public async Task Text_that_has_no_translation_is_shown_and_marked_in_its_own_language()
    {
        var problem = await _host.OpenProblem();
        await (await Publish(problem, 0)).Ok();
        Assert.That(await new Resident(_host, "es").Get($"/city/problems/{await Number(problem)}"),
            Does.Contain("<h1 lang=\"en\">Loud music at night</h1>"));
    }

    [Test]
    public async Task Officers_assigned_today_are_shown_by_their_public_names()
    {
        var place = await _host.Neighborhood();
        var admin = _host.SignIn(Role.Administrator);
        var (named, unnamed) = (_host.IdOf(Role.Officer), _host.IdOf(Role.Supervisor));
        await _host.Query(db => db.Execute("""
            INSERT INTO Assignment (PersonId, NeighborhoodId, FromOn, Version) VALUES (@named, @place, '2026-01-01', 1),
                (@unnamed, @place, '2026-01-01', 1)
            """, new { named, unnamed, place }, default));
        var version = (await (await admin.GetAsync($"/api/v1/people/{named}/public-name")).Ok()).GetProperty("version").GetInt32();
        await (await admin.IfMatch(version).PutAsJsonAsync($"/api/v1/people/{named}/public-name",
            new { publicName = "Officer D. M." })).Ok();
        var page = await new Resident(_host).Get($"/city/neighborhoods/{place}");
        Assert.That(page, Does.Contain("<li>Officer D. M.</li>").And.Not.Contain("<li></li>"));
    }

    [Test]
    public async Task Confidential_problem_is_not_published_and_one_that_becomes_confidential_is_gone()
    {
        var refused = await Publish(await _host.OpenProblem(confidential: true), 0);
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "publication.confidential" }));

        var problem = await _host.OpenProblem();
        var number = await Number(problem);
        await (await Publish(problem, 0)).Ok();
        await new Resident(_host).Get($"/city/problems/{number}");
        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1 WHERE Id = @problem", new { problem }, default));

        await new Resident(_host).Get($"/city/problems/{number}", HttpStatusCode.NotFound);
        Assert.That(await new Resident(_host).Get($"/city/neighborhoods/{await _host.Neighborhood()}"), Does.Not.Contain("Loud music"));
    }

    [Test]
    public async Task Problem_that_was_confidential_for_a_while_is_not_published_by_that()
    {
        var problem = await _host.OpenProblem();
        await (await Publish(problem, 0)).Ok();
        foreach (var confidential in new[] { true, false })
        {
            var version = (await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("version").GetInt32();
            await (await Officer.IfMatch(version).PatchAsJsonAsync($"/api/v1/problems/{problem}", new { confidential })).Ok();
        }
        await new Resident(_host).Get($"/city/problems/{await Number(problem)}", HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Open_problem_without_a_verdict_stands_beside_a_closed_one_with_one()
    {
        var closed = await _host.Problem(Gate.Closed);
        await (await closed.Move(Stage.Closed, closed.Supervisor, "ObjectivesAchieved")).Ok();
        await (await Publish(closed.Id, 0)).Ok();
        await (await Publish(await _host.OpenProblem(), 0, null, false, Text(title: "Racing"))).Ok();
        Assert.That(await new Resident(_host).Get($"/city/neighborhoods/{await _host.Neighborhood()}"),
            Does.Contain("Racing").And.Contain("It got better."));
    }

    [Test]
    public async Task Problem_closed_as_no_problem_is_not_public()
    {
        var problem = await _host.Problem();
        await (await Publish(problem.Id, 0)).Ok();
        await (await problem.Move(Stage.Closed, problem.Supervisor, "NotAProblem")).Ok();
        await new Resident(_host).Get($"/city/problems/{await Number(problem.Id)}", HttpStatusCode.NotFound);
        Assert.That(await (await Publish(problem.Id, 1)).ShortfallCodes(), Is.EqualTo(new[] { "publication.nothing" }));
    }

    [Test]
    public async Task Reporter_of_a_linked_concern_finds_what_is_published()
    {
        var page = await new Resident(_host).Report();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        Assert.That(await new Resident(_host).Get(page), Does.Not.Contain("/city/problems/"));
        await (await Publish(problem, 0)).Ok();
        Assert.That(await new Resident(_host).Get(page), Does.Contain("What is done about it:").And.Contain("Loud music at night"));
    }

    [Test]
    public async Task Texts_that_would_name_a_house_or_lack_something_are_refused_at_their_field()
    {
        var problem = await _host.OpenProblem();
        async Task<string> Refusal(string? objective, params object[] texts) =>
            await (await Publish(problem, 0, objective, false, texts)).Content.ReadAsStringAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await Refusal(null, Text(place: "412 Tanner Street")), Does.Contain("texts[0].place")
                .And.Contain("Name the block, not the house, such as: 400 block of Tanner Street."));
            Assert.That(await Refusal(null, Text(), Text("xx")), Does.Contain("texts[1].language"));
            Assert.That(await Refusal(null, Text(), Text()), Does.Contain("one text per language"));
            Assert.That(await Refusal(null, Text(title: " ", youSaid: "")), Does.Contain("texts[0].title").And.Contain("texts[0].youSaid"));
            Assert.That(await Refusal("o1", Text()), Does.Contain("Say what the figures count"));
            Assert.That(await Refusal("o9", Text(measure: "Calls")), Does.Contain("objectiveKey"));
            Assert.That((await Publish(problem, 3)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        });
    }

    [Test]
    public async Task Withdrawn_problem_is_gone_and_can_be_published_again()
    {
        var problem = await _host.OpenProblem();
        var number = await Number(problem);
        await (await Publish(problem, 0)).Ok();
        await (await Officer.IfMatch(1).PostAsync($"/api/v1/problems/{problem}/publication/withdraw", null)).Ok();
        await new Resident(_host).Get($"/city/problems/{number}", HttpStatusCode.NotFound);
        Assert.That(await (await Officer.IfMatch(2).PostAsync($"/api/v1/problems/{problem}/publication/withdraw", null)).ShortfallCodes(),
            Is.EqualTo(new[] { "publication.none" }));

        await (await Publish(problem, 2, null, true, Text(weDid: "The bar closes its rear exit."))).Ok();
        Assert.That(await new Resident(_host).Get($"/city/problems/{number}"), Does.Contain("The bar closes its rear exit."));
    }

    [Test]
    public async Task Closed_problem_shows_its_outcome_and_small_counts_are_hidden()
    {
        var problem = await _host.Problem(Gate.Closed);
        await (await problem.Move(Stage.Closed, problem.Supervisor, "ObjectivesAchieved")).Ok();
        await (await Publish(problem.Id, 0, "o1", false, Text(weDid: "The exit is closed.", measure: "Calls about noise"))).Ok();
        var page = $"/city/problems/{await Number(problem.Id)}";
        var shown = await new Resident(_host).Get(page);
        await _host.Query(db => db.Execute("UPDATE ProblemObjective SET AfterValue = 3 WHERE ObjectiveKey = 'o1'", null, default));
        var hidden = await new Resident(_host).Get(page);

        Assert.Multiple(() =>
        {
            Assert.That(shown, Does.Contain("It got better.").And.Contain("Calls about noise").And.Contain("<td>17")
                .And.Not.Contain("fewer than 5").And.Not.Contain("affects me too"));
            Assert.That(hidden, Does.Contain("fewer than 5").And.Contain("Numbers under 5 are not shown"));
        });
        Assert.That(await new Resident(_host).Get($"/city/neighborhoods/{await _host.Neighborhood()}"),
            Does.Contain("What was done").And.Contain("It got better."));
    }

    [Test]
    public async Task Team_hears_that_its_problem_was_published_and_the_timeline_says_it()
    {
        var problem = await _host.OpenProblem();
        await (await _host.SignIn(Role.Supervisor).IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{problem}/publication",
            new { texts = new[] { Text() } })).Ok();
        var news = await (await Officer.GetAsync("/api/v1/updates")).Content.ReadAsStringAsync();
        Assert.That(news, Does.Contain("Published the problem on the public site."));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem}"),
            Does.Contain("Published the problem on the public site."));
    }

    [Test]
    public async Task Page_of_the_problem_publishes_changes_and_withdraws()
    {
        var problem = await _host.OpenProblem();
        var browser = new Browser(_host, Role.Officer);
        var path = $"/problems/{problem}/publication";
        Assert.That(await browser.Get(path), Does.Contain("Residents don't read about this problem yet."));
        var refused = await browser.Post(path, new()
        {
            ["Version"] = "0",
            ["Form.Texts[0].Language"] = "en",
            ["Form.Texts[0].Title"] = "Loud music",
            ["Form.Texts[0].Place"] = "412 Tanner Street",
            ["Form.Texts[0].YouSaid"] = "Music until three.",
            ["Form.Texts[1].Language"] = "es",
            ["Form.Texts[1].Place"] = "Tanner Street",
        });
        Assert.That(refused, Does.Contain("Name the block, not the house").And.Contain("value=\"412 Tanner Street\""));
        await browser.Post(path, new()
        {
            ["Version"] = "0",
            ["Form.Texts[0].Language"] = "en",
            ["Form.Texts[0].Title"] = "Loud music",
            ["Form.Texts[0].Place"] = "Tanner Street",
            ["Form.Texts[0].YouSaid"] = "Music until three.",
            ["Form.Texts[1].Language"] = "es",
            ["Form.Texts[1].Place"] = "Tanner Street",
        }, path);
        Assert.That(await browser.Get(path), Does.Contain("On the public site since").And.Contain("Open the page that they read"));
        await browser.Post($"{path}?handler=Withdraw", new() { ["Version"] = "1" }, path, path);
        Assert.That(await browser.Get(path), Does.Contain("Taken off the public site on"));
    }
}
