using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>What pages say of due dates, extensions and holds. The problem is due on Monday, March 16, 2026.</summary>
public sealed class TimePageTests
{
    private const string OnlyItsDays = "A hold does not change that: it adds only its own days to the due date.";

    private TrackerHost _host = null!;
    private Browser _supervisor = null!, _officer = null!;

    [SetUp]
    public void Start()
    {
        _host = new();
        (_supervisor, _officer) = (new(_host, Role.Supervisor), new(_host, Role.Officer));
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Extension_has_the_day_that_applies_and_why()
    {
        var problem = await _host.Problem();
        await (await problem.Extend("2026-04-05")).Ok();

        Assert.That(await _officer.Get($"/problems/{problem.Id}/time"),
            Does.Contain("Due date extended to Monday, April 6, 2026, since Sunday, April 5 is not a working day"));
    }

    [Test]
    public async Task Hold_on_an_overdue_problem_is_warned_about_before_it_begins()
    {
        var problem = await _host.Problem();
        var (time, request) = ($"/problems/{problem.Id}/time", $"/problems/{problem.Id}/request/hold");
        Assert.That(await _supervisor.Get(time), Does.Not.Contain(OnlyItsDays), "in time");
        _host.Until(2026, 3, 21);

        Assert.That(await _supervisor.Get(time), Does.Contain($"This problem is 5 days overdue. {OnlyItsDays}")
            .And.Contain($"href=\"/problems/{problem.Id}/time#extend\">Extend the due date"));
        Assert.That(await _officer.Get(request), Does.Contain($"This problem is 5 days overdue. {OnlyItsDays}")
            .And.Contain($"href=\"/problems/{problem.Id}/request/extension\">Request extension"));
        await (await problem.Ask(new { kind = "Hold", untilOn = "2026-04-05", reason = "Winter." })).Ok();
        Assert.That(await _supervisor.Get("/requests"), Does.Contain(OnlyItsDays).And.Contain("5 days overdue"));
    }

    [Test]
    public async Task Request_of_a_hold_in_time_has_no_warning()
    {
        var problem = await _host.Problem();
        await (await problem.Ask(new { kind = "Hold", untilOn = "2026-04-05", reason = "Winter." })).Ok();

        Assert.That(await _supervisor.Get("/requests"), Does.Not.Contain(OnlyItsDays).And.Not.Contain("tag-overdue"));
    }

    [Test]
    public async Task Hold_that_ends_after_the_due_date_says_so_while_it_lasts()
    {
        var problem = await _host.Problem();
        _host.Until(2026, 3, 21);
        // 10 days are added to March 16, which gives March 26.
        await _supervisor.Post($"/problems/{problem.Id}/time?handler=Hold", new()
        {
            ["Version"] = $"{await problem.Version()}",
            ["Hold.UntilOn"] = "2026-03-31",
            ["Hold.Reason"] = "Winter.",
        }, $"/problems/{problem.Id}", formOn: $"/problems/{problem.Id}/time");
        Assert.That(await _supervisor.Get($"/problems/{problem.Id}"),
            Does.Contain("On hold until Tuesday, March 31, 2026. Due Thursday, March 26, 2026, before the hold ends."));

        const string ahead = "When the hold ends on Mar 31, 2026, this problem is due on Mar 26, 2026, so it is overdue.";
        Assert.That(Folded(await _supervisor.Get($"/problems/{problem.Id}/time")), Does.Contain(ahead));
        Assert.That(Folded(await _officer.Get($"/problems/{problem.Id}")), Does.Contain(ahead).And.Contain("Request extension"));
        _host.Until(2026, 3, 27);
        Assert.That(Folded(await _officer.Get($"/problems/{problem.Id}")), Does.Contain("this problem was due on Mar 26, 2026"));
        await (await problem.Extend("2026-04-06")).Ok();
        Assert.That(await _officer.Get($"/problems/{problem.Id}"), Does.Not.Contain("When the hold ends"));
    }

    private static string Folded(string html) => string.Join(' ', html.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
