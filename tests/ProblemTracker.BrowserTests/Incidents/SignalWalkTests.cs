using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Evidence;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks from imported incidents to a signal, and from the signal to a problem that cites it.</summary>
public sealed class SignalWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone, Category = BrowserHost.Soak)]
    public async Task An_officer_opens_a_problem_from_a_signal_and_its_worksheet_cites_it(int width)
    {
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(LoudBar.Year());
        await _host.Tracker.Send(new RunSignals());
        var page = await _host.SignIn(Role.Officer, width);

        await page.GotoAsync("/incidents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Signals" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Signals" })).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "40 Tanner Street: 24 incidents" }).First.ClickAsync();
        await Expect(page.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Button, new() { Name = "Open a problem from this" }).ClickAsync();
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("40 Tanner Street"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Open problem" }).ClickAsync();
        await Expect(page.GetByText("The signal and 24 incidents were linked.")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/scanning");
        await Expect(page.GetByLabel("How often")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("24 incidents in 13 weeks"));
        await page.GotoAsync("/signals?state=Problem");
        await page.GetByRole(AriaRole.Link, new() { Name = "40 Tanner Street: 24 incidents" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Open a problem from this" })).ToHaveCountAsync(0);
    }
}
