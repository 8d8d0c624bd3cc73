using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>Walks through decisions of supervisors: requests, holds, handovers and assignments.</summary>
public sealed class RequestWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, true, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task An_officer_requests_a_start_and_an_extension_and_a_supervisor_approves_one_and_returns_the_other(
        int width, bool javaScript)
    {
        var problem = await _host.Tracker.Problem(readyFor: Gate.Start);
        var officer = await _host.SignIn(Role.Officer, width, javaScript);
        await officer.GotoAsync($"/problems/{problem.Id}");
        await officer.GetByRole(AriaRole.Link, new() { Name = "Request start of the response" }).ClickAsync();
        await Check(officer, javaScript);
        await officer.GetByLabel("Reason").FillAsync("The plan is complete.");
        await Press(officer, "Send request");
        await Expect(officer.GetByText("Request sent to a supervisor.")).ToBeVisibleAsync();

        await officer.GetByRole(AriaRole.Link, new() { Name = "Request extension" }).ClickAsync();
        await officer.GetByLabel("Reason").FillAsync("The neighbor is away.");
        await Press(officer, "Send request");
        await Expect(officer.Locator("#Form_DueOn-error")).ToContainTextAsync("Choose a new due date");
        await Expect(officer.GetByLabel("Reason")).ToHaveValueAsync("The neighbor is away.");
        await officer.GetByLabel("New due date").FillAsync("2026-12-01");
        await Press(officer, "Send request");
        await Expect(officer.Locator(".waiting .request")).ToHaveCountAsync(2);
        await Check(officer, javaScript);

        var supervisor = await _host.SignIn(Role.Supervisor, width, javaScript);
        await supervisor.GotoAsync($"/problems/{problem.Id}");
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "Approve or return" }).First.ClickAsync();
        var start = supervisor.Locator(".requests .request", new() { HasText = "Start the response." });
        var time = supervisor.Locator(".requests .request", new() { HasText = "Extension until" });
        await Check(supervisor, javaScript);

        await time.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await Expect(time.Locator(".usa-error-message")).ToContainTextAsync("Say what has to change");
        await Expect(start.Locator(".usa-error-message")).ToHaveCountAsync(0);
        await Check(supervisor, javaScript);
        await time.GetByLabel("Note").FillAsync("Two weeks are enough.");
        await time.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await Expect(supervisor.GetByText("Returned: P-2026-0001, extension.")).ToBeVisibleAsync();
        await start.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(supervisor.GetByText("Approved and carried out: P-2026-0001, start response.")).ToBeVisibleAsync();
        await Expect(supervisor.GetByRole(AriaRole.Heading, new() { Name = "Response: running since" })).ToBeVisibleAsync();
        await Check(supervisor, javaScript);
        await supervisor.GotoAsync("/requests");
        await Expect(supervisor.GetByText("No requests are waiting for you.")).ToBeVisibleAsync();

        await officer.ReloadAsync();
        await Expect(officer.GetByText("Response started; plan frozen. The plan is complete.").First).ToBeVisibleAsync();
        await Expect(officer.Locator(".returned").GetByText("Two weeks are enough.")).ToBeVisibleAsync();
        await Expect(officer.Locator(".waiting")).ToHaveCountAsync(0);
    }

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone, Category = BrowserHost.Soak)]
    public async Task A_supervisor_puts_a_problem_on_hold_and_the_officer_ends_it(int width)
    {
        var problem = await _host.Tracker.Problem();
        var supervisor = await _host.SignIn(Role.Supervisor, width);
        await supervisor.GotoAsync($"/problems/{problem.Id}");
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "Put on hold" }).ClickAsync();
        await supervisor.GetByLabel("Work resumes on").FillAsync("2026-09-01");
        await supervisor.GetByLabel("Reason for the hold").FillAsync("The new owner.");
        await Press(supervisor, "Put on hold");
        await Expect(supervisor.Locator("#Hold_UntilOn-error")).ToContainTextAsync("at most 90 days");
        await supervisor.MustBeAccessible();
        await supervisor.GetByLabel("Work resumes on").FillAsync("2026-03-20");
        await Press(supervisor, "Put on hold");
        await Expect(supervisor.GetByText("On hold until Mar 20, 2026")).ToBeVisibleAsync();
        await supervisor.GotoAsync("/problems?onHold=true");
        await Expect(supervisor.GetByText("Also filtered by: On hold")).ToBeVisibleAsync();
        await supervisor.MustBeAccessible();

        var officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync($"/problems/{problem.Id}");
        await officer.GetByRole(AriaRole.Link, new() { Name = "End hold" }).ClickAsync();
        await officer.GetByLabel("Reason for ending the hold").FillAsync("The owner is here.");
        await Press(officer, "End hold today");
        await Expect(officer.GetByText("Hold ended; work resumed.")).ToBeVisibleAsync();
        await officer.MustBeAccessible();
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task A_supervisor_sees_the_size_of_a_caseload_and_hands_it_over(int width)
    {
        await _host.Tracker.Problem();
        _host.Tracker.IdOf("ben", Role.Officer);
        var page = await _host.SignIn(Role.Supervisor, width);
        await page.GotoAsync($"/people/{_host.Tracker.IdOf(Role.Officer)}/handover");
        await Expect(page.GetByRole(AriaRole.Strong).GetByText("1 problem")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await Press(page, "Hand over 1 problem");
        await Expect(page.Locator("#ToPersonId-error")).ToContainTextAsync("Choose the new lead and owner.");
        await page.GetByLabel("New lead and owner").SelectOptionAsync("ben");
        await page.GetByLabel("Reason").FillAsync("Retirement.");
        await Press(page, "Hand over 1 problem");
        await Expect(page.GetByText("1 problem handed over from officer to ben.")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task An_administrator_assigns_supervisors_and_commanders(int width)
    {
        await _host.Tracker.Neighborhood();
        _host.Tracker.IdOf(Role.Supervisor);
        _host.Tracker.IdOf(Role.Command);
        var page = await _host.SignIn(Role.Administrator, width);
        await page.GotoAsync("/settings/responsibility");
        await page.MustBeAccessible();
        await page.GetByLabel("Alder Hill").SelectOptionAsync("supervisor");
        await page.GetByLabel("supervisor", new() { Exact = true }).SelectOptionAsync("command");
        await Press(page, "Save supervisors");
        await Expect(page.GetByText("The supervisors and commanders are saved.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Alder Hill").Locator("option:checked")).ToHaveTextAsync("supervisor");
    }

    // Axe needs JavaScript.
    private static Task Check(IPage page, bool javaScript) => javaScript ? page.MustBeAccessible() : Task.CompletedTask;

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
