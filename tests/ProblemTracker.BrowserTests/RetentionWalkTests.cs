using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Retention;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>An old problem is held, proposed, approved by someone else and purged, in Chromium.</summary>
public sealed class RetentionWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Two_people_purge_a_problem_after_its_hold_ended(int width)
    {
        var problem = await _host.Tracker.OpenProblem("Noise behind the bar");
        await _host.Tracker.Query(db => db.Execute("""
            UPDATE Problem SET Stage = 'Closed', ClosingReason = 'ObjectivesAchieved', ClosedAt = '2015-03-02T14:00:00.0000000Z'
            """, null, default));
        await _host.Tracker.Keep5Years("problem");

        var commander = await _host.SignIn(Role.Command, width);
        await commander.GotoAsync($"/problems/{problem}");
        await commander.GetByRole(AriaRole.Link, new() { Name = "Set a legal hold" }).ClickAsync();
        await commander.GetByLabel("Reason").FillAsync("A lawsuit");
        await Press(commander, "Set hold");
        await Expect(commander.GetByRole(AriaRole.Cell, new() { Name = "P-2026-0001" })).ToBeVisibleAsync();
        await commander.MustBeAccessible();
        await commander.GotoAsync("/retention");
        await commander.GetByText("P-2026-0001 Noise behind the bar", new() { Exact = true }).ClickAsync();
        await Press(commander, "Propose purge");
        await Expect(commander.GetByText("A legal hold covers P-2026-0001")).ToBeVisibleAsync();

        await commander.GotoAsync("/retention/holds");
        await commander.GetByText("End hold").First.ClickAsync();
        await commander.GetByLabel("Why the hold ends").FillAsync("Settled");
        await Press(commander, "End hold");
        _host.Tracker.Time.Advance(TimeSpan.FromMinutes(1));
        await commander.GotoAsync("/retention");
        await commander.GetByText("P-2026-0001 Noise behind the bar", new() { Exact = true }).ClickAsync();
        await Press(commander, "Propose purge");
        await Expect(commander.GetByText("1 record proposed to be purged.")).ToBeVisibleAsync();
        await commander.MustBeAccessible();

        var administrator = await _host.SignIn(Role.Administrator, width);
        await administrator.GotoAsync("/");
        await administrator.GetByRole(AriaRole.Link, new() { Name = "Closed problems" }).ClickAsync();
        await administrator.GetByText("P-2026-0001", new() { Exact = true }).ClickAsync();
        await Press(administrator, "Approve purge");
        await Expect(administrator.GetByText("1 record approved to be purged within 5 minutes.")).ToBeVisibleAsync();
        await _host.Tracker.RunPurges();

        await administrator.GotoAsync("/retention/certificates/1");
        await Expect(administrator.Locator("main")).ToContainTextAsync("P-2026-0001");
        await administrator.MustBeAccessible();
        await commander.GotoAsync($"/problems/{problem}");
        await Expect(commander.Locator("main")).ToContainTextAsync("purged");
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
