using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>Saved and shared views of the list of problems, and the problems opened last.</summary>
public sealed class SavedViewTests
{
    private const string Overdue = "/problems?open=true&overdue=true&sort=Due";

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.OpenProblem();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static Task<string> Save(Browser browser, string name, bool shared = false, string? redirect = Overdue) =>
        browser.Post($"{Overdue}&handler=saveView", new() { ["ViewName"] = name, ["ViewShared"] = shared ? "true" : "false" }, redirect,
            formOn: Overdue);

    [Test]
    public async Task A_view_keeps_filters_and_order_and_leads_back_to_them()
    {
        var browser = new Browser(_host, Role.Officer);
        await Save(browser, " My overdue ");

        Assert.That(await browser.Get("/problems?open=true"),
            Does.Match($"<a class=\"usa-link\" href=\"{Quoted(Overdue)}\"[^>]*>My overdue</a>"));
        Assert.That(await browser.Get(Overdue), Does.Match("aria-current=\"page\">My overdue</a>").And.Contain("handler=deleteView"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Others_see_a_view_only_if_it_is_shared_and_can_not_delete_it(bool shared)
    {
        await Save(new Browser(_host, Role.Officer), "Night watch", shared);
        var other = _host.SignIn(Role.Supervisor);
        var views = (await other.Read("/api/v1/views")).GetProperty("items");
        Assert.That(views.GetArrayLength(), Is.EqualTo(shared ? 1 : 0));
        Assert.That((await other.IfMatch(1).DeleteAsync("/api/v1/views/1")).StatusCode,
            Is.EqualTo(shared ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound));

        var page = await new Browser(_host, Role.Supervisor).Get(Overdue);
        Assert.That(page, shared ? Does.Contain(">Night watch</a>") : Does.Not.Contain(">Night watch</a>"));
        Assert.That(page, Does.Not.Contain("handler=deleteView"));
    }

    [Test]
    public async Task A_view_with_the_same_name_is_replaced_and_a_deleted_one_is_gone()
    {
        var officer = _host.SignIn(Role.Officer);
        await (await officer.PostAsJsonAsync("/api/v1/views", new { name = "Mine", filter = new { stage = "Analysis" } })).Ok();
        var again = await (await officer.PostAsJsonAsync("/api/v1/views",
            new { name = "MINE", filter = new { open = true } })).Ok();

        var view = (await officer.Read("/api/v1/views")).GetProperty("items").EnumerateArray().Single();
        Assert.That(view.GetProperty("filter").GetProperty("open").GetBoolean(), Is.True);
        Assert.That(view.GetProperty("filter").GetProperty("stage").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));

        Assert.That((await officer.IfMatch(1).DeleteAsync("/api/v1/views/1")).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var version = again.GetProperty("version").GetInt32();
        Assert.That((await officer.IfMatch(version).DeleteAsync("/api/v1/views/1")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await officer.Read("/api/v1/views")).GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_view_without_a_name_is_an_error_at_its_field()
    {
        Assert.That(await Save(new Browser(_host, Role.Officer), " ", redirect: null),
            Does.Contain("href=\"#ViewName\">Give the view a name.").And.Contain("details class=\"more save-view\" open"));
        Assert.That(await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/views",
            new { name = "x", filter = new { openedFrom = "2026-03-02", openedTo = "2026-03-01" } })).WrongFields(),
            Is.EqualTo(new[] { "filter.openedTo" }));
        Assert.That(await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/views",
            new { name = "x", filter = new { after = "7", size = 7 } })).WrongFields(),
            Is.EqualTo(new[] { "filter.after", "filter.size" }));
    }

    [Test]
    public async Task Problems_opened_last_are_listed_newest_first_as_far_as_the_reader_sees_them()
    {
        var second = await _host.OpenProblem("Second");
        var browser = new Browser(_host, Role.Command);
        Assert.That(await browser.Get("/problems?open=true"), Does.Not.Contain("Recently viewed"));
        foreach (var id in new[] { 1, second, 1 }) await browser.Get($"/problems/{id}");

        Assert.That(await browser.Get("/problems?text=nothing"), Does.Match("Recently viewed.*?/problems/1\"[^<]*<.*?/problems/2\"")
            .Or.Match("(?s)Recently viewed.*?/problems/1\".*?/problems/2\""));

        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1 WHERE Id = 2", null, default));
        Assert.That(await browser.Get("/problems?text=nothing"), Does.Contain("/problems/1\"").And.Not.Contain("Second"));
    }

    private static string Quoted(string text) => System.Text.RegularExpressions.Regex.Escape(text);
}
