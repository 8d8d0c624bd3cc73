using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class ChangeProblemsTests
{
    private const string Url = "/api/v1/problems/bulk";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    [Test]
    public async Task Each_problem_is_changed_like_one_and_a_refusal_does_not_undo_the_others()
    {
        var (one, two, closed) = (await Open("One"), await Open("Two"), await Open("Three"));
        await (await closed.Move(Stage.Closed, by: Supervisor, closingReason: "NotAProblem")).Ok();
        var stale = await Item(two);
        await (await Supervisor.IfMatch(await two.Version()).PatchAsJsonAsync(two.Url, new { title = "Two, renamed" })).Ok();

        var result = await Send(Supervisor,
            new { items = new[] { await Item(one), stale, await Item(closed), new One(99999, 1) }, priority = "High" });

        Assert.That((result.GetProperty("changed").GetInt32(), result.GetProperty("refused").GetInt32()), Is.EqualTo((1, 3)));
        var lines = result.GetProperty("items").EnumerateArray().ToList();
        Assert.That(Words(lines[0], "changes"), Is.EqualTo(new[] { "Priority: High" }));
        Assert.That(lines[0].GetProperty("version").GetInt32(), Is.EqualTo(await one.Version()));
        Assert.That(Words(lines[1], "refusals").Single(), Does.StartWith("Someone changed this after you chose it."));
        Assert.That(lines[1].GetProperty("version").GetInt32(), Is.EqualTo(await two.Version()));
        Assert.That(Words(lines[2], "refusals").Single(), Does.StartWith("Priority not changed: This problem is closed"));
        Assert.That(Words(lines[3], "refusals").Single(), Does.StartWith("This record doesn't exist"));
        Assert.That(lines[3].GetProperty("number").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Priority(one), await Priority(two), await Priority(closed)), Is.EqualTo(("High", "Normal", "Normal")));
    }

    [Test]
    public async Task Supervisor_reassigns_extends_and_holds_and_the_new_lead_hears_of_it_once()
    {
        var (one, two) = (await Open("One"), await Open("Two"));
        var ben = _host.IdOf("ben", Role.Officer);

        var result = await Send(Supervisor, new
        {
            items = new[] { await Item(one), await Item(two) },
            leadId = ben,
            dueOn = "2026-04-06",
            holdUntil = "2026-03-20",
            reason = "Ana is on leave.",
        });

        Assert.That(Words(result.GetProperty("items")[0], "changes"),
            Is.EqualTo(new[] { "Due date extended to Apr 6, 2026", "On hold until Mar 20, 2026", "Lead: ben" }));
        foreach (var problem in new[] { one, two })
        {
            var read = await problem.Read();
            Assert.That(read.GetProperty("lead").GetProperty("id").GetInt64(), Is.EqualTo(ben));
            Assert.That(read.GetProperty("onHoldUntil").GetString(), Is.EqualTo("2026-03-20"));
        }
        var news = (await _host.SignInAs("ben").Read("/api/v1/updates?new=true")).GetProperty("items").EnumerateArray()
            .Where(update => update.GetProperty("kind").GetString() == "Assigned")
            .Select(update => update.GetProperty("sentence").GetString());
        Assert.That(news, Is.EqualTo(new[]
        {
            $"Lead: officer → ben. Ana is on leave. The same for {(await two.Read()).GetProperty("number").GetString()}.",
        }));
    }

    [Test]
    public async Task Result_has_the_working_day_to_which_an_extension_moves()
    {
        var problem = await Open("One");

        var result = await Send(Supervisor, new { items = new[] { await Item(problem) }, dueOn = "2026-04-05", reason = "Easter Sunday." });

        Assert.That(Words(result.GetProperty("items")[0], "changes"), Is.EqualTo(new[] { "Due date extended to Apr 6, 2026" }));
        Assert.That((await problem.Read()).GetProperty("dueOn").GetString(), Is.EqualTo("2026-04-06"));
    }

    [Test]
    public async Task For_an_officer_a_later_due_date_is_a_request_and_a_new_lead_is_refused()
    {
        var (one, confidential) = (await Open("One"), await _host.OpenProblem("Secret", confidential: true, led: false, by: Supervisor));
        var other = new GivenProblem(_host, await _host.OpenProblem("Not theirs", led: false, by: Supervisor));

        var result = await Send(Officer, new
        {
            items = new[] { await Item(one), await Item(other), new One(confidential, 1) },
            dueOn = "2026-04-06",
            reason = "Winter.",
        });

        var lines = result.GetProperty("items").EnumerateArray().ToList();
        Assert.That(Words(lines[0], "changes"), Is.EqualTo(new[] { "Extension to Apr 6, 2026 requested" }));
        Assert.That(Words(lines[1], "refusals").Single(), Does.Contain("An officer on this problem's team or a supervisor can do this."));
        Assert.That(Words(lines[2], "refusals").Single(), Does.StartWith("This record doesn't exist"),
            "the same as for one that is not there");
        Assert.That((await one.Supervisor.Read("/api/v1/requests")).Each("kind"), Is.EqualTo(new[] { "Extension" }));
        var lead = await Officer.PostAsJsonAsync(Url, new { items = new[] { await Item(one) }, leadId = 1, reason = "x" });
        Assert.That(lead.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        var hold = await Send(Officer, new { items = new[] { await Item(one) }, holdUntil = "2026-03-20", reason = "Winter." });
        Assert.That(Words(hold.GetProperty("items")[0], "changes"), Is.EqualTo(new[] { "Hold until Mar 20, 2026 requested" }));
    }

    [Test]
    public async Task What_is_already_so_is_neither_changed_nor_refused()
    {
        var one = await Open("One");
        var result = await Send(Officer, new { items = new[] { await Item(one) }, priority = "Normal" });

        Assert.That((result.GetProperty("changed").GetInt32(), result.GetProperty("refused").GetInt32()), Is.EqualTo((0, 0)));
        Assert.That(result.GetProperty("items")[0].GetProperty("version").GetInt32(), Is.EqualTo(await one.Version()));
    }

    [Test]
    public async Task Refused_input_names_its_field()
    {
        var item = await Item(await Open("One"));
        Assert.That(await Wrong(new { items = Array.Empty<object>(), priority = "High" }), Is.EqualTo(new[] { "items" }));
        Assert.That(await Wrong(new { items = new[] { item, item }, priority = "High" }), Is.EqualTo(new[] { "items" }));
        Assert.That(await Wrong(new { items = Enumerable.Range(1, 201).Select(id => new { id, version = 1 }), priority = "High" }),
            Is.EqualTo(new[] { "items" }));
        Assert.That(await Wrong(new { items = new[] { item } }), Is.EqualTo(new[] { "priority" }));
        Assert.That(await Wrong(new { items = new[] { item }, dueOn = "2026-04-06" }), Is.EqualTo(new[] { "reason" }));
        Assert.That(await Wrong(new { items = new[] { item }, leadId = 99999, reason = "x" }), Is.EqualTo(new[] { "leadId" }));
        Assert.That((await _host.SignIn(Role.Analyst).PostAsJsonAsync(Url, new { })).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Same_request_again_changes_nothing_twice()
    {
        var (one, two) = (await Open("One"), await Open("Two"));
        var body = new { items = new[] { await Item(one), await Item(two) }, priority = "High" };

        var first = await Again();
        var version = (await one.Version(), await two.Version());
        var second = await Again();

        Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That((await one.Version(), await two.Version()), Is.EqualTo(version));

        async Task<JsonElement> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", "once");
            return await (await Supervisor.SendAsync(request)).Ok();
        }
    }

    [Test]
    public async Task Page_asks_shows_what_will_change_and_says_what_came_of_each()
    {
        var (one, two) = (await Open("One"), await Open("Two"));
        var browser = new Browser(_host, Role.Supervisor);
        var list = await browser.Get("/problems?open=true&sort=Newest");
        Assert.That(list, Does.Contain("name=\"ids\"").And.Contain("Change problems"));
        var page = $"/problems/bulk?ids={one.Id}&ids={two.Id}&back=%2Fproblems%3Fopen%3Dtrue";
        Assert.That(await browser.Get(page), Does.Contain("Change 2 problems").And.Contain("href=\"/problems?open=true\""));
        var (first, second) = ($"{one.Id}:{await one.Version()}", $"{two.Id}:{await two.Version()}");

        Assert.That(await Post(new() { ["Form.Priority"] = "" }, first), Does.Contain("Choose what to change"));
        var review = await Post(new() { ["Form.Priority"] = "High" }, first);
        Assert.That(review, Does.Contain("This changes 1 problem.").And.Contain("Priority: High"));
        Assert.That(await Priority(one), Is.EqualTo("Normal"), "not yet");
        Assert.That(await Post(new() { ["Form.Priority"] = "High", ["Edits"] = "true" }, first), Does.Contain("What to change"));
        Assert.That(await Post(new() { ["Form.Priority"] = "High", ["Confirmed"] = "true" }, first), Does.Contain("1 problem changed."));
        Assert.That(await Post(new() { ["Form.Priority"] = "Urgent", ["Confirmed"] = "true" }, first),
            Does.Contain("0 problems changed.").And.Contain("Someone changed this after you chose it."));
        Assert.That((await Priority(one), await Priority(two)), Is.EqualTo(("High", "Normal")));
        Assert.That(second, Is.Not.Empty);

        async Task<string> Post(Dictionary<string, string> fields, string chosen)
        {
            fields["Chosen"] = chosen;
            return await browser.Post("/problems/bulk", fields, formOn: page);
        }
    }

    [Test]
    public async Task All_that_match_the_filter_are_chosen_and_files_have_only_what_was_chosen()
    {
        var (one, _) = (await Open("One"), await Open("Two"));
        await (await Supervisor.IfMatch(await one.Version()).PatchAsJsonAsync(one.Url, new { priority = "Urgent" })).Ok();
        var browser = new Browser(_host, Role.Officer);

        Assert.That(await browser.Get("/problems/bulk?everything=true&priority=Urgent"), Does.Contain("Change 1 problem"));
        Assert.That(await Rows("/problems/bulk?handler=Csv&everything=true&priority=Urgent"), Is.EqualTo(2));
        Assert.That(await Rows($"/problems/bulk?handler=Csv&ids={one.Id}"), Is.EqualTo(2));
        Assert.That((await browser.Reply("/problems/bulk?handler=Csv")).Headers.Location!.ToString(), Is.EqualTo("/problems"));
        Assert.That(await browser.Get("/problems/bulk"), Does.Contain("Choose problems in the list first."));
        Assert.That(await new Browser(_host, Role.Command).Get("/problems?open=true&sort=Newest"), Does.Not.Contain("name=\"ids\""));

        async Task<int> Rows(string path) =>
            (await browser.Get(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private async Task<GivenProblem> Open(string title) => new(_host, await _host.OpenProblem(title));

    private sealed record One(long Id, int Version);

    private static async Task<One> Item(GivenProblem problem) => new(problem.Id, await problem.Version());

    private static async Task<JsonElement> Send(HttpClient client, object body) => await (await client.PostAsJsonAsync(Url, body)).Ok();

    private async Task<IReadOnlyList<string>> Wrong(object body) => await (await Supervisor.PostAsJsonAsync(Url, body)).WrongFields();

    private static IEnumerable<string?> Words(JsonElement line, string field) =>
        line.GetProperty(field).EnumerateArray().Select(sentence => sentence.GetString());

    private static async Task<string> Priority(GivenProblem problem) => (await problem.Read()).GetProperty("priority").GetString()!;
}
