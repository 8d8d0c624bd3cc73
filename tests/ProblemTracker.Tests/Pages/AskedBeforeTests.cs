using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Pages;

/// <summary>What a page asks or says before someone goes on, where they see it.</summary>
public sealed class AskedBeforeTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase("")]
    [TestCase("/move")]
    public async Task Evidence_of_one_word_is_questioned_with_a_link_to_its_field(string page)
    {
        var problem = await _host.Problem(Gate.Analysis);
        var browser = new Browser(_host, Role.Officer);
        var address = $"/problems/{problem.Id}{page}";
        Assert.That(await browser.Get(address), Does.Not.Contain("Will your supervisor accept that?"));

        await problem.Save(SheetKind.Scanning, Sample.Scanning with
        {
            Cheers = Sample.Scanning.Cheers with { Recurring = new() { Answer = YesNo.Yes, Evidence = "yes" } },
        });

        Assert.That(await browser.Get(address), Does.Contain($"href=\"/problems/{problem.Id}/scanning#Sheet_Cheers_Recurring_Evidence\">")
            .And.Contain("the evidence is only “yes”. Will your supervisor accept that?"));
        await (await problem.Move(Stage.Analysis)).Ok();
    }

    [Test]
    public async Task Similar_problems_come_back_above_the_form_and_get_the_focus()
    {
        await _host.OpenProblem();
        var page = await new Browser(_host, Role.Officer).Post("/problems/open", await NewProblem());

        var box = page.IndexOf("A similar problem is open", StringComparison.Ordinal);
        Assert.That(box, Is.Positive.And.LessThan(page.IndexOf("name=\"Form.Title\"", StringComparison.Ordinal)));
        Assert.That(page, Does.Match("id=\"similar\" [^>]*data-focus").And.Not.Contain("autofocus=\"autofocus\""));
        Assert.That(page.Split("A similar problem is open"), Has.Length.EqualTo(2), "shown once");
    }

    [Test]
    public async Task Similar_problems_stop_a_new_one_once_and_only_those_that_stopped_it_count_as_seen()
    {
        await _host.OpenProblem();
        var browser = new Browser(_host, Role.Officer);
        var fields = await NewProblem();
        var typed = $"Form.CategoryCode=noise&Form.NeighborhoodId={fields["Form.NeighborhoodId"]}";
        Assert.That(await browser.Get($"/problems/open?handler=Similar&{typed}"),
            Does.Contain("A similar problem is open").And.Not.Contain("SimilarSeen"), "appeared while typing");
        var stopped = await browser.Post("/problems/open", fields);
        Assert.That(stopped, Does.Contain("Open anyway").And.Contain("name=\"SimilarSeen\" value=\"1\""));

        var refused = await browser.Post("/problems/open", new(fields) { ["SimilarSeen"] = "1", ["Form.Title"] = "" });
        Assert.That(refused, Does.Contain("name=\"SimilarSeen\" value=\"1\""), "still seen after an error");
        await browser.Post("/problems/open", new(fields) { ["SimilarSeen"] = "1" }, redirect: "/problems/2");
        Assert.That(await browser.Post("/problems/open", new(fields) { ["SimilarSeen"] = "1" }),
            Does.Contain("2 similar problems are open").And.Contain("name=\"SimilarSeen\" value=\"1,2\""), "another one is open now");
    }

    [Test]
    public async Task Sign_in_page_says_that_the_session_ended_only_to_a_browser_that_had_one()
    {
        const string ended = "Your session ended";
        const string address = "/sign-in?returnUrl=%2Fproblems%2F1%2Fscanning";
        Assert.That(await Browser.Anonymous(_host).Get(address), Does.Not.Contain(ended));

        var browser = new Browser(_host, Role.Officer);
        await browser.CookieHeader();
        await _host.Query(db => db.Execute("UPDATE Session SET EndedAt = CreatedAt", null, default));
        using var reply = await browser.Reply("/problems/1/scanning");
        Assert.That(reply.Headers.Location?.ToString(), Does.EndWith(address));
        Assert.That(await browser.Get(address), Does.Contain(ended).And.Contain("data-kept-drafts=\"/problems/1/scanning\" hidden"));
        Assert.That(await browser.Get("/sign-in"), Does.Not.Contain(ended));
    }

    private async Task<Dictionary<string, string>> NewProblem() => new()
    {
        ["Form.Title"] = "Music at the bar",
        ["Form.Description"] = "Every Friday.",
        ["Form.CategoryCode"] = "noise",
        ["Form.NeighborhoodId"] = $"{await _host.Neighborhood()}",
        ["Form.Source"] = "Officer",
        ["Form.Priority"] = "Normal",
    };
}
