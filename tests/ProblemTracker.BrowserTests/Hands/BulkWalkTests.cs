using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>Changing several problems at once, handing over part of the work, and the calendar address, in the demo city.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BulkWalkTests
{
    private BrowserHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = BrowserHost.Start(isDemo: true);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [TestCase(BrowserHost.Phone)]
    [TestCase(BrowserHost.Laptop)]
    public async Task Supervisor_chooses_problems_and_changes_their_priority(int width)
    {
        var page = await Enter("Ruth Castellane", width);
        await page.GotoAsync("/problems?open=true&sort=Newest&priority=Normal");
        await page.Locator("tbody tr:nth-child(1) label").ClickAsync();
        await page.Locator("tbody tr:nth-child(2) label").ClickAsync();
        await Expect(page.GetByText("2 chosen")).ToBeInViewportAsync();
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Button, new() { Name = "Change problems" }).ClickAsync();
        await Expect(page.Heading()).ToHaveTextAsync("Change 2 problems");
        // A line for the name and two for the rest.
        if (width == BrowserHost.Phone)
            Assert.That((await page.Locator(".chosen-rows tbody tr").First.BoundingBoxAsync())!.Height, Is.LessThan(100));
        await page.GetByLabel("Priority").SelectOptionAsync("High");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByText("This changes 2 problems.")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change 2 problems" }).ClickAsync();
        await Expect(page.GetByText("2 problems changed.")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("priority=Normal"));
    }

    [TestCase(BrowserHost.Phone)]
    public async Task Without_scripts_all_found_actions_get_another_due_date(int width)
    {
        var page = await Enter("Theo Brandvold", width, javaScript: false);
        await page.GotoAsync("/actions?status=Planned&open=true");
        await page.GetByLabel("Owner in the department").SelectOptionAsync(new SelectOptionValue { Label = "Theo Brandvold" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await page.Locator("tbody tr:nth-child(1) label").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change actions" }).ClickAsync();
        await Expect(page.Heading()).ToHaveTextAsync("Change 1 action");
        await page.GetByLabel("New due date").FillAsync("2027-02-01");
        await page.GetByLabel("Reason").FillAsync("The court date moved.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change 1 action" }).ClickAsync();
        await Expect(page.GetByText("1 action changed.")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Phone)]
    public async Task Supervisor_hands_over_a_problem_until_a_day(int width)
    {
        var page = await Enter("Ruth Castellane", width);
        await page.GotoAsync("/people/2/handover/part");
        await page.MustBeAccessible();
        await page.Locator("label[for^=problem-]").First.ClickAsync();
        await page.Locator("label[for^=to-]").First.ClickAsync();
        await page.GetByLabel("Reason").FillAsync("Vacation.");
        await page.GetByLabel("Date of return").FillAsync(_host.Tracker.Time.GetUtcNow().AddDays(14).ToString("yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByText("This hands over 1 problem to")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go back" }).ClickAsync();
        await Expect(page.Locator("[name=ProblemIds]").First).ToBeCheckedAsync();
        await Expect(page.Locator("[name=ToPersonId]").First).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Expect(page.GetByText("1 problem handed over from")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Phone)]
    public async Task Officer_makes_a_calendar_address(int width)
    {
        var page = await Enter("Theo Brandvold", width);
        await page.GotoAsync("/me");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show your due dates in your calendar program" }).ClickAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an address" }).ClickAsync();
        await Expect(page.GetByText(".ics")).ToBeVisibleAsync();
        await page.MustBeAccessible();
    }

    private async Task<IPage> Enter(string name, int width, bool javaScript = true)
    {
        var page = await _host.Open(width, javaScript);
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await Expect(page.Heading()).ToContainTextAsync("My day");
        return page;
    }
}
