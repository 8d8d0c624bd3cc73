using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Pages;

/// <summary>The overview of a problem offers only what can be done, once.</summary>
public sealed class OverviewPageTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = new(_host, await _host.OpenProblem());
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Closed_problem_has_no_links_to_add_what_it_lacks()
    {
        string[] links =
        [
            "/actions/add\">Add an action", "/files\">Add photos or documents", "/stakeholders\">Attach a resident",
            "/incidents\">Link incidents",
        ];
        var open = await Get(Role.Supervisor);
        foreach (var link in links) Assert.That(open, Does.Contain(link));
        await (await _problem.Move(Stage.Closed, by: _problem.Supervisor, closingReason: "NotAProblem")).Ok();

        var closed = await Get(Role.Supervisor);

        foreach (var link in links) Assert.That(closed, Does.Not.Contain(link));
        Assert.That(closed, Does.Not.Contain("None yet.").And.Not.Contain("None linked yet.").And.Contain("None linked."));
    }

    [Test]
    public async Task Who_only_reads_has_no_links_from_what_is_missing_to_empty_pages()
    {
        Assert.That(await Get(Role.Command), Does.Contain("None yet.").And.Contain("None linked yet.")
            .And.Not.Match("None (linked )?yet\\.\\s*<a[^>]*/(actions|stakeholders|incidents)"));
    }

    [Test]
    public async Task Request_that_the_button_leads_to_has_no_second_link()
    {
        await (await _problem.Ask(new { kind = "Extension", dueOn = "2026-04-06", reason = "Winter." })).Ok();
        Assert.That(Links(await Get(Role.Supervisor)), Is.EqualTo(1), "the button");
        await (await _problem.Ask(new { kind = "Hold", untilOn = "2026-03-20", reason = "Winter." })).Ok();
        Assert.That(Links(await Get(Role.Supervisor)), Is.EqualTo(2), "the button and the other request");

        static int Links(string html) => html.Split("href=\"/requests#request-").Length - 1;
    }

    private Task<string> Get(Role role) => new Browser(_host, role).Get($"/problems/{_problem.Id}");
}
