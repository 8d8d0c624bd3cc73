using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>The offer to undo a decision, when its minute is over.</summary>
public sealed class UndoMinuteTests
{
    private const string Over = "The minute for undo is over.";

    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Offer_to_undo_ends_with_its_minute()
    {
        var page = await Decide();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync(58_000);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).FocusAsync();

        await page.Clock.FastForwardAsync(4_000);

        await Expect(page.GetByText(Over)).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0);
        await page.Clock.ResumeAsync();
        await page.MustBeAccessible();
    }

    [Test]
    public async Task Tab_that_slept_over_the_minute_offers_no_undo_when_it_is_seen_again()
    {
        var page = await Decide();
        await page.EvaluateAsync("() => { const now = Date.now(); Date.now = () => now + 61000; }");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();

        await page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");

        await Expect(page.GetByText(Over)).ToBeVisibleAsync();
    }

    /// <summary>Moves a problem to Analysis in a page whose timers stand still.</summary>
    private async Task<IPage> Decide()
    {
        var problem = await _host.Tracker.Problem(Gate.Analysis);
        var page = await _host.SignIn(Role.Officer);
        await page.Clock.InstallAsync(new() { TimeDate = TrackerHost.Start.UtcDateTime });
        await page.GotoAsync($"/problems/{problem.Id}/move");
        await page.Clock.PauseAtAsync(TrackerHost.Start.AddHours(1).UtcDateTime);
        await page.GetByLabel("Reason for the move").First.FillAsync("The team agrees.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move to Analysis" }).ClickAsync();
        await Expect(page.Locator("[data-flash]")).ToBeVisibleAsync();
        return page;
    }
}
