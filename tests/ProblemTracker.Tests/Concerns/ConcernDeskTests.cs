using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Officers and supervisors work on what residents reported.</summary>
public sealed class ConcernDeskTests
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

    private Task<string> Report() => new Resident(_host).Report(("Name", "Rosa Quill"), ("Phone", "555-0111"), ("MayCall", "true"));

    [Test]
    public async Task Open_concerns_come_by_what_is_due_first_and_overdue_ones_are_marked()
    {
        await Report();
        var acknowledged = await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        Assert.That((acknowledged.GetProperty("status").GetString(), acknowledged.GetProperty("version").GetInt32()),
            Is.EqualTo(("Acknowledged", 2)));
        await Report();
        _host.Time.Advance(TimeSpan.FromDays(3));
        var open = await (await Officer.GetAsync("/api/v1/concerns?open=true")).Json();
        var overdue = await (await Officer.GetAsync("/api/v1/concerns?overdue=true")).Json();

        Assert.Multiple(() =>
        {
            Assert.That(open.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()),
                Is.EqualTo(new[] { 2, 1 }));
            Assert.That(overdue.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("number").GetString()),
                Is.EqualTo(new[] { "C-2026-0002" }));
        });
    }

    [Test]
    public async Task File_of_the_list_has_what_was_reported_and_not_who_did()
    {
        await Report();
        var file = await new Browser(_host, Role.Supervisor).Get("/concerns?open=true&handler=csv");
        Assert.That(file, Does.Contain("C-2026-0001,New,Noise,Loud music until three in the morning.").And.Not.Contain("Rosa"));
    }

    [Test]
    public async Task Reporter_is_named_to_supervisors_to_who_acknowledges_and_to_the_team_of_the_problem()
    {
        await Report();
        var (stranger, teammate) = (_host.SignInAs("stranger", Role.Officer), _host.SignInAs("teammate", Role.Officer));
        Assert.That(await Named(Officer), Is.False);
        Assert.That(await Named(Supervisor), Is.True);
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        var problem = await _host.OpenProblem(by: teammate);
        await (await teammate.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(await Named(Officer), Is.True);
            Assert.That(await Named(teammate), Is.True);
            Assert.That(await Named(stranger), Is.False);
            Assert.That(await (await stranger.GetAsync("/api/v1/concerns/1")).Content.ReadAsStringAsync(),
                Does.Not.Contain("Rosa").And.Not.Contain("555-0111").And.Contain("\"hasReporter\":true"));
        });

        async Task<bool> Named(HttpClient reader) => (await (await reader.GetAsync("/api/v1/concerns/1")).Json())
            .GetProperty("reporter").ValueKind != System.Text.Json.JsonValueKind.Null;
    }

    [Test]
    public async Task Concerns_count_as_events_and_as_a_source_outside_the_police()
    {
        for (var i = 0; i < 3; i++) await Report();
        var problem = await _host.OpenProblem();
        Assert.That(await Missing(), Does.Contain("scanning.events"));
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1, 2, 3 } })).Ok();
        Assert.That(await Missing(), Does.Not.Contain("scanning.events"));
        Assert.That((await (await Officer.GetAsync("/api/v1/concerns?open=true")).Json()).GetProperty("total").GetInt32(), Is.Zero);

        async Task<string> Missing() => await (await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/problems/{problem}/stage",
            new { to = "Analysis", note = "Ready" })).Content.ReadAsStringAsync();
    }

    [Test]
    public async Task Decided_concern_is_not_decided_again_and_an_old_version_changes_nothing()
    {
        await Report();
        var stale = await Officer.IfMatch(7).PostAsync("/api/v1/concerns/1/acknowledge", null);
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Solved." })).Ok();
        var again = await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Solved again." });
        var linked = await Officer.PostAsJsonAsync($"/api/v1/problems/{await _host.OpenProblem()}/concerns",
            new { concernIds = new[] { 1 } });
        var unknown = await Officer.PostAsJsonAsync("/api/v1/problems/1/concerns", new { concernIds = new[] { 99 } });
        var none = await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/99/close", new { reason = "Solved." });

        Assert.Multiple(async () =>
        {
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "concern.decided" }));
            Assert.That(await linked.ShortfallCodes(), Is.EqualTo(new[] { "concern.decided" }));
            Assert.That(await unknown.Content.ReadAsStringAsync(), Does.Contain("There is no concern with the id 99."));
            Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_officers_and_supervisors_work_at_the_desk(Role role)
    {
        await Report();
        var other = _host.SignIn(role);
        foreach (var path in new[] { "/api/v1/concerns", "/api/v1/concerns/1" })
            Assert.That((await other.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
    }

    [Test]
    public async Task Officer_opens_a_problem_from_a_concern_on_its_page()
    {
        await Report();
        var browser = new Browser(_host, Role.Officer);
        var page = await browser.Get("/concerns/1");
        Assert.That(page, Does.Contain("name=\"ConcernIds\" value=\"1\"").And.Contain("C-2026-0001: Noise"));
        Assert.That(await browser.Get("/concerns?open=true"), Does.Contain("C-2026-0001").And.Contain("Acknowledge by Mar 4, 2026"));
        var form = await browser.Get("/problems/open?ConcernIds=1&Form.CategoryCode=noise&Form.Address=Tanner+Street");
        Assert.That(form, Does.Contain("The resident's concern will become part of the problem."));
        await browser.Post("/problems/open", new()
        {
            ["Form.Title"] = "Noise on Tanner Street",
            ["Form.Description"] = "Loud music",
            ["Form.CategoryCode"] = "noise",
            ["Form.Address"] = "Tanner Street",
            ["Form.Source"] = "Resident",
            ["Form.Priority"] = "Normal",
            ["ConcernIds"] = "1",
        }, redirect: "/problems/1");
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("Part of").And.Contain("Noise on Tanner Street"));
    }

    [Test]
    public async Task Concern_that_was_linked_by_mistake_is_taken_out_of_its_problem_and_decided_again()
    {
        await Report();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("Remove from the problem"));
        await browser.Post("/concerns/1?handler=Reopen", new() { ["Version"] = "2" }, "/concerns/1", "/concerns/1");
        var read = await Officer.Read("/api/v1/concerns/1");
        Assert.Multiple(async () =>
        {
            Assert.That((read.GetProperty("status").GetString(), read.GetProperty("problemId").ValueKind,
                read.GetProperty("dueOn").GetString()),
                Is.EqualTo(("Acknowledged", System.Text.Json.JsonValueKind.Null, "2026-03-16")));
            Assert.That(await browser.Get($"/problems/{problem}"), Does.Contain("Removed a concern of a resident: C-2026-0001."));
            Assert.That((await Officer.Read($"/api/v1/concerns?problemId={problem}")).GetProperty("total").GetInt32(), Is.Zero);
        });
    }

    [Test]
    public async Task Likely_duplicates_are_suggested_and_a_merged_one_gets_the_same_news()
    {
        await Report();
        var second = new Resident(_host);
        await second.Write(description: "Music until three, every weekend", address: "tanner street, 400 Block");
        var page = await second.Send();
        var other = new Resident(_host);
        await other.Write("parking", "A truck blocks the alley.", "Fell Lane");
        await other.Send();
        var similar = (await (await Officer.GetAsync("/api/v1/concerns/2/similar")).Json()).GetProperty("items");
        Assert.That(similar.EnumerateArray().Select(row => row.GetProperty("number").GetString()), Is.EqualTo(new[] { "C-2026-0001" }));

        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/concerns/2?handler=Merge", new() { ["Version"] = "1", ["intoId"] = "1" }, "/concerns/2", "/concerns/2");
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "The bar closes at one now." })).Ok();
        var late = await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/3/merge", new { intoId = 1 });
        var self = await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/3/merge", new { intoId = 3 });
        var unknown = await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/3/merge", new { intoId = 9 });

        Assert.Multiple(async () =>
        {
            Assert.That(await second.Get(page), Does.Contain("Both are handled together.").And.Contain("The bar closes at one now."));
            Assert.That(await browser.Get("/concerns/1"), Does.Contain("C-2026-0002</a> was merged into this one"));
            Assert.That(await late.ShortfallCodes(), Is.EqualTo(new[] { "concern.decided" }));
            Assert.That((self.StatusCode, unknown.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        });
    }

    [Test]
    public async Task Concerns_of_a_problem_are_listed_for_those_who_can_view_it()
    {
        for (var i = 0; i < 2; i++) await Report();
        var problem = await _host.OpenProblem(confidential: true);
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 2 } })).Ok();

        Assert.That((await Officer.Read($"/api/v1/concerns?problemId={problem}")).Each("number"), Is.EqualTo(new[] { "C-2026-0002" }));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{problem}"), Does.Contain($"href=\"/concerns?problemId={problem}\">1 concern</a>"));
        Assert.That(await browser.Get($"/concerns?problemId={problem}"), Does.Contain("C-2026-0002").And.Not.Contain("C-2026-0001")
            .And.Contain("These are part of"));
        Assert.That(await browser.Get($"/concerns?problemId={problem}&handler=csv"), Does.Not.Contain("C-2026-0001"));
        Assert.That((await _host.SignInAs("other", Role.Officer).GetAsync($"/api/v1/concerns?problemId={problem}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("412 Tanner Street", 1)]
    [TestCase("412 TANNER STREET, Apt. 3", 1)]
    [TestCase("tanner street, 400 Block", 1)]
    [TestCase("400 Block of Tanner Street", 1)]
    [TestCase("512 Tanner Street", 0)]
    public async Task Concern_about_the_same_block_is_suggested_however_the_place_is_written(string address, int suggested)
    {
        await Report();
        var other = new Resident(_host, "es");
        await other.Write(description: "Mis hijos no duermen.", address: address);
        await other.Send();
        Assert.That((await Officer.Read("/api/v1/concerns/2/similar")).GetProperty("items").GetArrayLength(), Is.EqualTo(suggested));
    }

    [Test]
    public async Task Page_acknowledges_answers_links_and_closes()
    {
        for (var i = 0; i < 2; i++) await Report();
        var problem = await _host.OpenProblem();
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/concerns/1?handler=Acknowledge", new() { ["Version"] = "1" }, "/concerns/1", "/concerns/1");
        await browser.Post("/concerns/1?handler=Answer", new() { ["Text"] = "Which bar is it?" }, "/concerns/1", "/concerns/1");
        var wrong = await browser.Post("/concerns/1?handler=Link", new() { ["ProblemNumber"] = "P-2020-0001" }, formOn: "/concerns/1");
        await browser.Post("/concerns/1?handler=Link", new() { ["ProblemNumber"] = "1" }, "/concerns/1", "/concerns/1");
        var blank = await browser.Post("/concerns/2?handler=Close", new() { ["Version"] = "1", ["Reason"] = "" }, formOn: "/concerns/2");
        await browser.Post("/concerns/2?handler=Close", new() { ["Version"] = "1", ["Reason"] = "Solved." }, "/concerns/2", "/concerns/2");

        Assert.Multiple(async () =>
        {
            Assert.That(wrong, Does.Contain("There is no problem you can view with this number."));
            Assert.That(blank, Does.Contain("Enter the reason."));
            Assert.That(await browser.Get("/concerns/1"), Does.Contain("Which bar is it?").And.Contain($"/problems/{problem}"));
            Assert.That(await browser.Get("/concerns/2"), Does.Contain("Solved."));
        });
    }
}
