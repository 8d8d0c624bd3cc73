using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>An officer asks, a supervisor decides: the walk of both.</summary>
public sealed class ApprovalWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, true, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task An_officer_asks_for_a_start_and_more_time_and_a_supervisor_approves_one_and_returns_the_other(int width,
        bool javaScript)
    {
        var problem = await _host.Tracker.Problem(readyFor: Gate.Start);
        var officer = await _host.SignIn(Role.Officer, width, javaScript);
        await officer.GotoAsync($"/problems/{problem.Id}");
        await officer.GetByRole(AriaRole.Link, new() { Name = "to start the response" }).ClickAsync();
        await Check(officer, javaScript);
        await officer.GetByLabel("Why?").FillAsync("The plan is complete.");
        await Press(officer, "Ask a supervisor");
        await Expect(officer.GetByText("Asked. A supervisor sees it now.")).ToBeVisibleAsync();

        await officer.GetByRole(AriaRole.Link, new() { Name = "for more time" }).ClickAsync();
        await officer.GetByLabel("Why?").FillAsync("The neighbor is away.");
        await Press(officer, "Ask a supervisor");
        await Expect(officer.Locator("#Ask_DueOn-error")).ToContainTextAsync("Choose the day");
        await Expect(officer.GetByLabel("Why?")).ToHaveValueAsync("The neighbor is away.");
        await officer.GetByLabel("By which day will it be done?").FillAsync("2026-12-01");
        await Press(officer, "Ask a supervisor");
        await Expect(officer.Locator(".waiting .request")).ToHaveCountAsync(2);
        await Check(officer, javaScript);

        var supervisor = await _host.SignIn(Role.Supervisor, width, javaScript);
        await supervisor.GotoAsync($"/problems/{problem.Id}");
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "Approve or return it" }).First.ClickAsync();
        var start = supervisor.Locator(".approvals .request", new() { HasText = "Start the response." });
        var time = supervisor.Locator(".approvals .request", new() { HasText = "More time" });
        await Check(supervisor, javaScript);

        await time.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await Expect(time.Locator(".usa-error-message")).ToContainTextAsync("Say what has to be different");
        await Expect(start.Locator(".usa-error-message")).ToHaveCountAsync(0);
        await Check(supervisor, javaScript);
        await time.GetByLabel("Note").FillAsync("Two weeks are enough.");
        await time.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await Expect(supervisor.GetByText("Returned: P-2026-0001, more time.")).ToBeVisibleAsync();
        await start.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(supervisor.GetByText("Approved, and done: P-2026-0001, start the response.")).ToBeVisibleAsync();
        await Expect(supervisor.GetByText("Nothing waits for you.")).ToBeVisibleAsync();

        await officer.ReloadAsync();
        await Expect(officer.GetByText("Response started; plan frozen. The plan is complete.")).ToBeVisibleAsync();
        await Expect(officer.GetByText("Two weeks are enough.")).ToBeVisibleAsync();
        await Expect(officer.Locator(".waiting")).ToHaveCountAsync(0);
    }

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone, Category = BrowserHost.Soak)]
    public async Task A_supervisor_puts_a_problem_on_hold_and_the_officer_ends_it(int width)
    {
        var problem = await _host.Tracker.Problem();
        var supervisor = await _host.SignIn(Role.Supervisor, width);
        await supervisor.GotoAsync($"/problems/{problem.Id}");
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "Put it on hold" }).ClickAsync();
        await supervisor.GetByLabel("Work goes on from").FillAsync("2026-09-01");
        await supervisor.GetByLabel("What does it wait for?").FillAsync("The new owner.");
        await Press(supervisor, "Put it on hold");
        await Expect(supervisor.Locator("#Hold_UntilOn-error")).ToContainTextAsync("90 days at most");
        await supervisor.MustBeAccessible();
        await supervisor.GetByLabel("Work goes on from").FillAsync("2026-03-20");
        await Press(supervisor, "Put it on hold");
        await Expect(supervisor.GetByText("On hold until Mar 20, 2026")).ToBeVisibleAsync();
        await supervisor.GotoAsync("/problems?onHold=true");
        await Expect(supervisor.GetByText("Also filtered by: On hold")).ToBeVisibleAsync();
        await supervisor.MustBeAccessible();

        var officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync($"/problems/{problem.Id}");
        await officer.GetByRole(AriaRole.Link, new() { Name = "End the hold" }).ClickAsync();
        await officer.GetByLabel("Why does work go on already?").FillAsync("The owner is here.");
        await Press(officer, "End the hold today");
        await Expect(officer.GetByText("The hold ended; work goes on.")).ToBeVisibleAsync();
        await officer.MustBeAccessible();
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task A_caseload_is_handed_over_after_saying_how_much_that_is(int width)
    {
        await _host.Tracker.Problem();
        _host.Tracker.IdOf("ben", Role.Officer);
        var page = await _host.SignIn(Role.Supervisor, width);
        await page.GotoAsync($"/people/{_host.Tracker.IdOf(Role.Officer)}/handover");
        await Expect(page.GetByRole(AriaRole.Strong).GetByText("1 problem")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await Press(page, "Hand over 1 problem");
        await Expect(page.Locator("#ToPersonId-error")).ToContainTextAsync("Choose who takes over.");
        await page.GetByLabel("Who takes over?").SelectOptionAsync("ben");
        await page.GetByLabel("Why?").FillAsync("Retirement.");
        await Press(page, "Hand over 1 problem");
        await Expect(page.GetByText("1 problem went from officer to ben.")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task An_administrator_says_who_answers_for_what(int width)
    {
        await _host.Tracker.Neighborhood();
        _host.Tracker.IdOf(Role.Supervisor);
        _host.Tracker.IdOf(Role.Command);
        var page = await _host.SignIn(Role.Administrator, width);
        await page.GotoAsync("/settings/responsibility");
        await page.MustBeAccessible();
        await page.GetByLabel("Alder Hill").SelectOptionAsync("supervisor");
        await page.GetByLabel("supervisor", new() { Exact = true }).SelectOptionAsync("command");
        await Press(page, "Save");
        await Expect(page.GetByText("Who answers for what is saved.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Alder Hill").Locator("option:checked")).ToHaveTextAsync("supervisor");
    }

    // Axe runs as a script in the page.
    private static Task Check(IPage page, bool javaScript) => javaScript ? page.MustBeAccessible() : Task.CompletedTask;

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
