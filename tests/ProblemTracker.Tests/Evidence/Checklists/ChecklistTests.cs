using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Tests.Problems.Files;
using ProblemTracker.Tests.PublicRecords;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Site checklists from the agency's items to scores that worksheets cite.</summary>
public sealed class ChecklistTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private string Checklists => GivenWalks.Of(_problem);

    private string Citations => $"/api/v1/problems/{_problem}/evidence/citations";

    private async Task<HttpResponseMessage> Correct(HttpClient by, int version, string site, string answer) =>
        await by.IfMatch(version).PutAsJsonAsync($"{Checklists}/1", await by.Walk(site, null, answer));

    [Test]
    public async Task Walks_are_scored_and_compared_with_the_first_one_over_the_same_site()
    {
        var first = await Officer.Fill(_problem, "2026-01-10T20:00:00Z", "ALot", "Some", "DoesNotApply", "None");
        var second = await Officer.Fill(_problem, "2026-02-20T20:00:00Z", "ALittle", "None");
        await (await Officer.PostAsJsonAsync(Checklists, await Officer.Walk("The school", null, "None"))).Ok();

        Assert.That(first.GetProperty("score").GetDouble(), Is.EqualTo(Math.Round(100.0 * 5 / (3 * 9), 1)));
        Assert.That(first.GetProperty("walkedOn").GetString(), Is.EqualTo("2026-01-10"));
        Assert.That(second.GetProperty("change").GetString(), Is.EqualTo(
            "14.8 points less disorder than on the first walk on Jan 10, 2026: 18.5 then, 3.7 now, over the 9 items that apply in both."));
        var list = (await Officer.Read(Checklists)).EnumerateArray().ToList();
        Assert.That(list.Select(walk => walk.GetProperty("number").GetInt32()), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(list[2].GetProperty("change").GetString(), Is.Null, "Another site has its own first walk.");
        var scores = await _host.Query(db => ChecklistScores.Of(db, _problem, default));
        Assert.That(scores.Select(score => (score.Number, score.Site, score.Score)), Is.EqualTo(new (int, string, double?)[]
        {
            (1, "40 Tanner Street", 18.5), (2, "40 Tanner Street", 3.3), (3, "The school", 0),
        }));
    }

    [Test]
    public async Task Every_item_needs_one_answer_and_people_are_a_number()
    {
        var items = await Officer.Items();
        async Task<HttpResponseMessage> Fill(object body) => await Officer.PostAsJsonAsync(Checklists, body);
        Task<HttpResponseMessage> Answers(IEnumerable<long> ids) =>
            Fill(new { site = "Lot", residents = 0, items = ids.Select(id => new { itemId = id, extent = "None" }) });

        var empty = await Fill(new { items = new[] { new { itemId = items[0] } } });
        var missing = await Answers(items.Skip(1));
        var unknown = await Answers([999]);
        var twice = await Answers([items[0], items[0]]);
        var future = await Fill(await Officer.Walk("Lot", "2026-03-03T20:00:00Z", "None"));

        Assert.That(await empty.WrongFields(), Is.EquivalentTo(new[] { "site", "residents", "items[0].extent" }));
        Assert.That(await missing.Content.ReadAsStringAsync(), Does.Contain("Missing: Litter or dumped trash."));
        Assert.That(await unknown.WrongFields(), Is.EqualTo(new[] { "items[0].itemId" }));
        Assert.That(await twice.WrongFields(), Is.EqualTo(new[] { "items[1].itemId" }));
        Assert.That(await future.WrongFields(), Is.EqualTo(new[] { "walkedAt" }));
        var none = await Officer.Fill(_problem, null, "DoesNotApply");
        Assert.That(none.GetProperty("score").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/checklists/1"), Does.Contain(SiteChecklist.NoScore));
    }

    [Test]
    public async Task Administrator_rewords_retires_and_adds_items_and_walks_keep_their_words()
    {
        await Officer.Fill(_problem, null, "Some");
        var admin = _host.Administrator();
        var items = (await admin.Read("/api/v1/settings/checklist-items")).GetProperty("items").EnumerateArray()
            .Select(item => (Id: item.GetProperty("id").GetInt64(), Name: item.GetProperty("name").GetString())).ToList();
        async Task<HttpResponseMessage> Replace(int version, IEnumerable<object> list) =>
            await admin.IfMatch(version).PutAsJsonAsync("/api/v1/settings/checklist-items", new { items = list });

        var inUse = await Replace(0, items.Skip(1).Select(item => (object)new { id = item.Id, name = item.Name }));
        var foreign = await Replace(0, [new { id = 999, name = "Rats" }]);
        var same = await Replace(0, [new { name = "Rats" }, new { name = "rats" }, new { name = "" }]);
        await (await Replace(0,
        [
            new { name = "Rats" }, new { id = items[0].Id, name = "Trash on the ground" },
            new { id = items[1].Id, name = items[1].Name, active = false },
            .. items.Skip(2).Select(item => (object)new { id = item.Id, name = item.Name }),
        ])).Ok();

        Assert.That(await inUse.ShortfallCodes(), Is.EqualTo(new[] { "checklistItem.inUse" }));
        Assert.That(await foreign.WrongFields(), Is.EqualTo(new[] { "items[0].id" }));
        Assert.That(await same.WrongFields(), Is.EquivalentTo(new[] { "items[1].name", "items[2].name" }));
        var old = await Officer.Read($"{Checklists}/1");
        Assert.That(old.Each("item").Take(2), Is.EqualTo(new[] { items[0].Name, items[1].Name }));
        var walked = await Officer.Fill(_problem, null, "None");
        Assert.That(walked.Each("item").Take(3), Is.EqualTo(new[] { "Rats", "Trash on the ground", items[2].Name }));
        Assert.That(walked.GetProperty("change").GetString(), Does.EndWith("over the 9 items that apply in both."));
        Assert.That((await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/settings/checklist-items", new { items = Array.Empty<object>() }))
            .StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await (await Replace(1, items.Select(item => (object)new { id = item.Id, name = item.Name })
            .Append(new { id = walked.GetProperty("items")[0].GetProperty("itemId").GetInt64(), name = "Rats", active = false }))).Ok();
    }

    [Test]
    public async Task Who_filled_it_or_the_lead_corrects_and_withdraws_it_and_the_history_shows_it()
    {
        await _host.Join(_problem, _host.IdOf("member", Role.Officer));
        var member = _host.SignInAs("member", Role.Officer);
        await member.Fill(_problem, "2026-03-01T20:00:00Z", "Some");
        await _host.Join(_problem, _host.IdOf("other", Role.Officer));
        var other = await Correct(_host.SignInAs("other", Role.Officer), 1, "Lot", "None");
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await other.Content.ReadAsStringAsync(), Does.Contain("who filled this checklist, the lead officer or a supervisor"));

        var corrected = await (await Correct(Officer, 1, "The lot", "ALittle")).Ok();
        Assert.That(corrected.GetProperty("score").GetDouble(), Is.EqualTo(33.3));
        Assert.That(corrected.GetProperty("walkedOn").GetString(), Is.EqualTo("2026-03-01"), "The time stays unless another is sent.");
        Assert.That((await Correct(member, 1, "Lot", "None")).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var audit = await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/audit");
        Assert.That(audit, Does.Contain("Corrected a site checklist").And.Contain("A little"));

        await (await member.IfMatch(2).PostAsJsonAsync($"{Checklists}/1/withdraw", new { reason = "Wrong lot." })).Ok();
        Assert.That(await (await member.IfMatch(3).PostAsJsonAsync($"{Checklists}/1/withdraw", new { reason = "Again." })).ShortfallCodes(),
            Is.EqualTo(new[] { "checklist.withdrawn" }));
        Assert.That(await (await member.IfMatch(3).PostAsJsonAsync($"{Checklists}/1/withdraw", new { })).WrongFields(),
            Is.EqualTo(new[] { "reason" }));
        Assert.That(await _host.Query(db => ChecklistScores.Of(db, _problem, default)), Is.Empty);
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/checklists/1"), Does.Contain("Wrong lot."));
        Assert.That((await Officer.Fill(_problem, null, "None")).GetProperty("number").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Followers_hear_of_a_walk_and_who_may_not_work_on_the_problem_can_not_fill_one()
    {
        await _host.Join(_problem, _host.IdOf("member", Role.Officer));
        var member = _host.SignInAs("member", Role.Officer);
        await member.Fill(_problem, null, "Some");

        Assert.That((await Officer.Read("/api/v1/updates")).ToString(), Does.Contain("Filled the site checklist at 40 Tanner Street"));
        foreach (var stranger in new[] { _host.SignIn(Role.Command), _host.SignInAs("stranger", Role.Officer) })
        {
            Assert.That((await stranger.PostAsJsonAsync(Checklists, await Officer.Walk("Lot", null, "None"))).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await stranger.Read(Checklists)).GetArrayLength(), Is.EqualTo(1), "Who views the problem reads its walks.");
        }
        await _host.SignIn(Role.Analyst).Fill(_problem, null, "None");
    }

    [Test]
    public async Task Photos_belong_to_the_walk_and_name_their_item()
    {
        await Officer.Fill(_problem, null, "Some");
        var items = await Officer.Items();

        Task<HttpResponseMessage> Add(int walk, params (string, string)[] fields) =>
            Officer.PostAsync($"{Checklists}/{walk}/files", Sent.Form([("Lamp.png", PhotoTests.Png())], fields));

        await (await Add(1, ("itemId", $"{items[2]}"), ("caption", "North side"))).Ok();
        var wrong = await Add(1, ("itemId", "999"));
        var absent = await Add(2);

        var file = (await Officer.Read($"/api/v1/problems/{_problem}/files?walk=1")).GetProperty("items").EnumerateArray().Single();
        Assert.That(file.GetProperty("walk").GetInt32(), Is.EqualTo(1));
        Assert.That(file.GetProperty("caption").GetString(), Is.EqualTo("Broken or missing lights. North side"));
        Assert.That(await wrong.WrongFields(), Is.EqualTo(new[] { "itemId" }));
        Assert.That(absent.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{_problem}/checklists/1"), Does.Contain("Broken or missing lights. North side"));
        Assert.That(await browser.Get($"/problems/{_problem}/files"), Does.Contain("Site checklist 1"));
        Assert.That((await Officer.Read($"/api/v1/problems/{_problem}/files?walk=2")).GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Score_is_cited_and_shows_when_another_walk_has_changed_it()
    {
        var none = await Officer.PostAsJsonAsync(Citations, new { panel = "SiteChecklist" });
        Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("No site checklist is filled yet."));
        await Officer.Fill(_problem, "2026-01-10T20:00:00Z", "Some");
        await (await Officer.PostAsJsonAsync(Citations, new { panel = "SiteChecklist" })).Ok();
        await (await Officer.PostAsJsonAsync(Citations, new { panel = "SiteChecklist", field = "Baseline" })).Ok();

        var analysis = await Officer.Read($"/api/v1/problems/{_problem}/analysis");
        Assert.That(analysis.GetProperty("triangle").GetProperty("place").GetProperty("found").GetString(), Is.EqualTo(
            "40 Tanner Street scored 66.7 of 100 for disorder (0 is the best) on Jan 10, 2026, on a walk with 3 residents. "
            + "(Source: Site checklist at 40 Tanner Street, Jan 10, 2026; counted Mar 2, 2026.)"));
        var baseline = analysis.GetProperty("baselines").EnumerateArray().Single();
        Assert.That((baseline.GetProperty("value").GetDecimal(), baseline.GetProperty("unit").GetString()), Is.EqualTo((66.7m, "points")));
        Assert.That(baseline.GetProperty("source").GetString(), Is.EqualTo("Site checklist at 40 Tanner Street. Read Mar 2, 2026."));

        await (await Officer.PostAsJsonAsync(Checklists, await Officer.Walk("The school", null, "ALot"))).Ok();
        Assert.That((await Officer.Read(Citations)).EnumerateArray().Select(one => one.GetProperty("hasChanged").GetBoolean()),
            Is.All.False, "A walk over another site changes nothing.");
        await Officer.Fill(_problem, "2026-02-20T20:00:00Z", "None");
        var changed = (await Officer.Read(Citations)).EnumerateArray().ToList();
        Assert.That(changed.Select(one => one.GetProperty("now").GetDouble()), Is.All.Zero);
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/analysis"),
            Does.Contain("66.7 points when cited on Mar 2, 2026; 0 now"));
        foreach (var one in changed)
            await (await Officer.PostAsJsonAsync($"{Citations}/{one.GetProperty("id")}/update", new { })).Ok();
        var after = await Officer.Read($"/api/v1/problems/{_problem}/analysis");
        Assert.That(after.GetProperty("triangle").GetProperty("place").GetProperty("found").GetString(), Does.StartWith(
            "40 Tanner Street scored 0 of 100").And.Contain("66.7 points less disorder than on the first walk on Jan 10, 2026"));
        Assert.That(after.GetProperty("baselines").EnumerateArray().Single().GetProperty("value").GetDecimal(), Is.Zero);
    }

    [Test]
    public async Task File_has_a_row_for_each_item_of_each_walk()
    {
        await Officer.Fill(_problem, "2026-01-10T20:00:00Z", "Some");
        await Officer.Fill(_problem, "2026-02-10T20:00:00Z", "DoesNotApply", "None");

        var csv = await Officer.GetStringAsync($"/api/v1/problems/{_problem}/checklists.csv");

        var rows = csv.Trim().Split('\n');
        Assert.That(rows, Has.Length.EqualTo(1 + 2 * (await Officer.Items()).Length));
        Assert.That(rows[1], Does.StartWith("1,").And.Contain("Litter or dumped trash,Some,2"));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/checklists?handler=csv"), Is.EqualTo(csv));
    }

    [Test]
    public async Task Report_says_the_last_score_and_public_records_have_every_answer()
    {
        await Officer.Fill(_problem, "2026-01-10T20:00:00Z", "ALot");
        await Officer.Fill(_problem, "2026-02-10T20:00:00Z", "Some");

        var report = await Officer.Read($"/api/v1/problems/{_problem}/report");
        Assert.That(report.ToString(), Does.Contain("Site checklist of 40 Tanner Street: 66.7 of 100 for disorder (0 is the best) on "
            + "Feb 10, 2026. 33.3 points less disorder than on the first walk on Jan 10, 2026"));
        var open = await (await _host.SignIn(Role.Supervisor).GetAsync($"/api/v1/problems/{_problem}/report?variant=public")).Ok();
        Assert.That(open.ToString(), Does.Contain("Site checklist: 66.7 of 100").And.Not.Contain("Site checklist of"));

        var fields = (await (await GivenRecords.Make(_host, _problem)).Fields(_problem))
            .Select(field => (Key: field.GetProperty("key").GetString()!, Value: field.GetProperty("value").GetString()))
            .Where(field => field.Key.StartsWith("checklists[", StringComparison.Ordinal)).ToList();
        Assert.That(fields.Where(field => field.Key.EndsWith(".extent", StringComparison.Ordinal)).Select(field => field.Value).Distinct(),
            Is.EqualTo(new[] { "A lot", "Some" }));
        Assert.That(fields.Where(field => field.Key.EndsWith(".site", StringComparison.Ordinal)).Select(field => field.Value),
            Is.EqualTo(new[] { "40 Tanner Street", "40 Tanner Street" }));
    }

    [Test]
    public async Task Closed_problem_keeps_its_walks_but_gets_no_new_ones()
    {
        await Officer.Fill(_problem, null, "Some");
        await (await _host.SignInAs("boss", Role.Supervisor).IfMatch(1).PostAsJsonAsync($"/api/v1/problems/{_problem}/stage",
            new { to = "Closed", note = "No problem.", closingReason = "NotAProblem" })).Ok();

        var refused = await Officer.PostAsJsonAsync(Checklists, await Officer.Walk("Lot", null, "None"));

        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/checklists"), Does.Not.Contain("checklists/new"));
    }
}
