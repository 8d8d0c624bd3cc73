using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class ChangeActionsTests
{
    private const string Url = "/api/v1/actions/bulk";

    private TrackerHost _host = null!;
    private long _ben;

    [SetUp]
    public void Start()
    {
        _host = new();
        _ben = _host.IdOf("ben", Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    [Test]
    public async Task Owner_and_due_date_change_and_everything_else_stays()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        var before = await Actions(problem);

        var result = await (await Officer.PostAsJsonAsync(Url,
            new { items = before.Select(Item), ownerId = _ben, dueOn = "2026-05-11" })).Ok();

        Assert.That(result.GetProperty("changed").GetInt32(), Is.EqualTo(before.Count), result.ToString());
        foreach (var (old, now) in before.Zip(await Actions(problem)))
        {
            Assert.That((now.GetProperty("ownerId").GetInt64(), now.GetProperty("dueOn").GetString()), Is.EqualTo((_ben, "2026-05-11")));
            Assert.That(now.GetProperty("ownerAttachmentId").ValueKind, Is.EqualTo(JsonValueKind.Null));
            foreach (var field in new[] { "description", "technique", "side", "enforcement", "urgentSafetyMeasure", "status" })
                Assert.That(now.GetProperty(field).ToString(), Is.EqualTo(old.GetProperty(field).ToString()), field);
        }
        Assert.That(result.GetProperty("items")[0].GetProperty("changes")[0].GetString(), Is.EqualTo("Owner: ben; Due date: May 11, 2026"));
    }

    [Test]
    public async Task Frozen_plan_needs_a_reason_and_is_amended_by_it()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await (await problem.StartResponse()).Ok();
        // Urgent safety measures are not part of the plan.
        var items = (await Actions(problem)).Where(a => !a.GetProperty("urgentSafetyMeasure").GetBoolean()).Select(Item).ToList();

        var refused = await (await Officer.PostAsJsonAsync(Url, new { items, dueOn = "2026-05-11" })).Ok();
        Assert.That(refused.GetProperty("items")[0].GetProperty("refusals")[0].GetString(),
            Does.StartWith("Action not changed: The plan was frozen"));
        var changed = await (await Officer.PostAsJsonAsync(Url, new { items, dueOn = "2026-05-11", reason = "The city is late." })).Ok();

        Assert.That(changed.GetProperty("changed").GetInt32(), Is.EqualTo(items.Count));
        Assert.That((await problem.Read()).GetProperty("plans")[0].GetProperty("amendments").EnumerateArray()
            .Select(a => a.GetProperty("reason").GetString()), Is.All.EqualTo("The city is late."));
    }

    [Test]
    public async Task One_refusal_does_not_undo_the_others_and_the_new_owner_hears_of_it_once()
    {
        var (one, two) = (new GivenProblem(_host, await _host.OpenProblem("One")), new GivenProblem(_host, await _host.OpenProblem("Two")));
        var other = new GivenProblem(_host, await _host.OpenProblem("Not theirs", led: false, by: _host.SignIn(Role.Supervisor)));
        var ids = new[] { await Add(one), await Add(two), await Add(other, _host.SignIn(Role.Supervisor)), 99999 };

        var result = await (await Officer.PostAsJsonAsync(Url,
            new { items = ids.Select(id => new { id, version = 1 }), ownerId = _ben })).Ok();

        Assert.That((result.GetProperty("changed").GetInt32(), result.GetProperty("refused").GetInt32()), Is.EqualTo((2, 2)));
        Assert.That((await _host.SignInAs("ben").Read("/api/v1/updates?new=true")).Each("sentence"), Is.EqualTo(new[]
        {
            $"Changed an action: Check on it. The same for {(await two.Read()).GetProperty("number").GetString()}.",
        }));
        var again = await (await Officer.PostAsJsonAsync(Url,
            new { items = ids.Take(1).Select(id => new { id, version = 1 }), ownerId = _host.IdOf(Role.Officer) })).Ok();
        Assert.That(again.GetProperty("items")[0].GetProperty("refusals")[0].GetString(), Does.StartWith("Someone changed this"));
    }

    [Test]
    public async Task Refused_input_names_its_field()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var items = new[] { new { id = await Add(problem), version = 1 } };

        Assert.That(await Wrong(new { items = Array.Empty<object>(), ownerId = _ben }), Is.EqualTo(new[] { "items" }));
        Assert.That(await Wrong(new { items }), Is.EqualTo(new[] { "ownerId" }));
        Assert.That(await Wrong(new { items, ownerId = 99999 }), Is.EqualTo(new[] { "ownerId" }));
        Assert.That(await Wrong(new { items, dueOn = "0001-01-01" }), Is.EqualTo(new[] { "dueOn" }));

        async Task<IReadOnlyList<string>> Wrong(object body) => await (await Officer.PostAsJsonAsync(Url, body)).WrongFields();
    }

    [Test]
    public async Task Page_changes_what_was_chosen_after_a_look_at_it()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var (one, two) = (await Add(problem), await Add(problem));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/actions"), Does.Contain("Change actions"));
        var page = $"/actions/bulk?ids={one}&ids={two}";
        Assert.That(await browser.Get(page), Does.Contain("Change 2 actions"));

        var fields = new Dictionary<string, string> { ["Chosen"] = $"{one}:1", ["Form.DueOn"] = "2026-05-11" };
        Assert.That(await browser.Post("/actions/bulk", new(fields), formOn: page), Does.Contain("Due date: Monday, May 11, 2026"));
        fields["Confirmed"] = "true";
        Assert.That(await browser.Post("/actions/bulk", new(fields), formOn: page), Does.Contain("1 action changed."));

        Assert.That((await Actions(problem)).Select(a => a.GetProperty("dueOn").ToString()), Is.EqualTo(new[] { "2026-05-11", "" }));
        Assert.That((await browser.Get($"/actions/bulk?handler=Csv&ids={one}")).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(2));
        Assert.That((await browser.Get("/actions/bulk?handler=Csv&everything=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(3));
        Assert.That(await browser.Get("/actions/bulk?everything=true"), Does.Contain("Change 2 actions"));
    }

    private static async Task<long> Add(GivenProblem problem, HttpClient? by = null) =>
        (await (await problem.TryAdd(new() { Description = "Check on it" }, by: by)).Ok()).GetProperty("id").GetInt64();

    private static async Task<List<JsonElement>> Actions(GivenProblem problem) =>
        [.. (await problem.Read()).GetProperty("actions").EnumerateArray()];

    private static object Item(JsonElement action) =>
        new { id = action.GetProperty("id").GetInt64(), version = action.GetProperty("version").GetInt32() };
}
