using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests;

/// <summary>An administrator assigns an officer to a neighborhood and ends it, in Chromium.</summary>
public sealed class AssignmentWalkTests
{
    private BrowserHost _host = null!;
    private long _officer;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        _officer = _host.Tracker.IdOf(Role.Officer);
        _host.Tracker.IdOf(Role.Administrator);
        await _host.Tracker.Neighborhood();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Administrator_assigns_an_officer_names_them_and_ends_it(int width)
    {
        var page = await _host.Open(width);
        await BrowserHost.SignIn(page, "administrator@test.example", TrackerHost.Password);
        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        await page.GotoAsync($"/people/{_officer}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Assignments", Exact = true }).ClickAsync();
        await page.GetByLabel("Assigned to").SelectOptionAsync(new SelectOptionValue { Label = "Alder Hill" });
        await Press(page, "Assign");
        await Assertions.Expect(page.GetByText("officer is assigned to Alder Hill.")).ToBeVisibleAsync();
        await page.GetByLabel("Public name").FillAsync("Officer O. Test");
        await Press(page, "Save public name");
        await Assertions.Expect(page.GetByText("The public name is Officer O. Test.")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        await page.GotoAsync("/assignments");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Officer O. Test");
        await page.MustBeAccessible();

        await page.GotoAsync($"/people/{_officer}/assignments");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Alder Hill" }).ClickAsync();
        await page.MustBeAccessible();
        await page.Locator("#To").FillAsync("2026-03-02");
        await Press(page, "Save assignment");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Mar 2, 2026");
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
