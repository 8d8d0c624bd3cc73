using System.Text.RegularExpressions;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>What the pages of bulk changes say before and after. The tests begin on Monday, March 2, 2026.</summary>
public sealed class BulkPageTests
{
    private TrackerHost _host = null!;
    private Browser _supervisor = null!;

    [SetUp]
    public void Start()
    {
        _host = new();
        _supervisor = new(_host, Role.Supervisor);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Day_that_an_extension_gives_is_said_before_it_happens()
    {
        var problem = await Open("One");

        Assert.That(await Post([problem], ("Form.DueOn", "2026-04-05"), ("Form.Reason", "Winter.")),
            Does.Contain("Extend to Monday, April 6, 2026, since Sunday, April 5 is not a working day"));
        Assert.That(await Post([problem], ("Form.DueOn", "2026-04-07"), ("Form.Reason", "Winter.")),
            Does.Contain("Extend to Tuesday, April 7, 2026<"));
    }

    [Test]
    public async Task What_was_changed_and_what_was_not_is_said_for_each()
    {
        var (partly, fully, closed) = (await Open("One"), await Open("Two"), await Open("Three"));
        await (await partly.Extend("2026-05-04")).Ok();
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "NotAProblem")).Ok();

        var result = await Post([partly, fully, closed], ("Form.Priority", "High"), ("Form.DueOn", "2026-04-06"),
            ("Form.Reason", "Winter."), ("Confirmed", "true"));

        Assert.That(Under(result, "Partly changed"), Does.Contain("One").And.Contain("<strong>Changed:</strong> Priority: High")
            .And.Contain("<strong>Refused:</strong> Due date not extended: The due date is already May 4, 2026."));
        Assert.That(Under(result, "Changed"), Does.Contain("Two").And.Contain("Due date extended to Apr 6, 2026"));
        Assert.That(Under(result, "Not changed"), Does.Contain("Three")
            .And.Contain("Priority not changed, due date not extended: This problem is closed"), "one reason is said once");
    }

    [Test]
    public async Task Hold_on_an_overdue_problem_is_warned_about_unless_it_is_extended_too()
    {
        var problem = await Open("One");
        _host.Until(2026, 3, 21);
        const string warning = "1 problem is overdue. A hold does not change that: it adds only its own days to the due date.";

        Assert.That(await Post([problem], ("Form.HoldUntil", "2026-04-05"), ("Form.Reason", "Winter.")), Does.Contain(warning)
            .And.Contain("On hold until Sunday, April 5, 2026, which adds 15 days to the due date"));
        Assert.That(await Post([problem], ("Form.HoldUntil", "2026-04-05"), ("Form.DueOn", "2026-05-04"), ("Form.Reason", "Winter.")),
            Does.Not.Contain(warning));
    }

    [Test]
    public async Task Everywhere_a_due_date_is_overdue_it_says_for_how_many_days()
    {
        var problem = await Open("One");
        var action = await problem.Add(new() { Description = "Check on it daily", OwnerId = 1, DueOn = new(2026, 3, 20) });
        _host.Until(2026, 3, 21);

        foreach (var page in new[]
        {
            $"/problems/{problem.Id}", "/problems?open=true", $"/problems/bulk?ids={problem.Id}", "/",
            $"/people/{_host.IdOf(Role.Officer)}/handover/part", $"/problems/{problem.Id}/print",
        })
            Assert.That(await _supervisor.Get(page),
                Does.Contain("5 days overdue").Or.Contain("was due on Mar 16, 2026, 5 days ago"), page);
        foreach (var page in new[]
        {
            $"/problems/{problem.Id}", $"/problems/{problem.Id}/actions", $"/actions/{action}", "/actions", $"/actions/bulk?ids={action}",
        })
            Assert.That(await _supervisor.Get(page), Does.Contain("<span class=\"tag tag-overdue\">1 day overdue</span>"), page);
        Assert.That(await new Browser(_host, Role.Command).Get("/"), Does.Contain("<span class=\"tag tag-overdue\">5 days overdue</span>"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/"), Does.Contain("Scanning was due on Mar 16, 2026, 5 days ago.")
            .And.Contain("Your action “Check on it daily” was due yesterday, Mar 20, 2026."));
    }

    private async Task<GivenProblem> Open(string title) => new(_host, await _host.OpenProblem(title));

    private async Task<string> Post(GivenProblem[] problems, params (string Name, string Value)[] fields)
    {
        // A form may have one name several times.
        List<KeyValuePair<string, string>> sent = [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))];
        foreach (var problem in problems) sent.Add(new("Chosen", $"{problem.Id}:{await problem.Version()}"));
        return await _supervisor.Post("/problems/bulk", sent, $"/problems/bulk?ids={problems[0].Id}");
    }

    /// <summary>The part of a page from a heading to the next one.</summary>
    private static string Under(string html, string heading) =>
        Regex.Match(html, $"<h2>{heading}</h2>(.*?)(<h2>|$)", RegexOptions.Singleline).Groups[1].Value;
}
