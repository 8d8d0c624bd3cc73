using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.City;

/// <summary>An administrator issues a key for Open311 and adds another city's server, in Chromium.</summary>
public sealed class Open311WalkTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public void Start()
    {
        _host = BrowserHost.Start();
        _host.Tracker.IdOf(Role.Administrator);
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Administrator_issues_a_key_and_adds_a_server(int width)
    {
        var page = await _host.Open(width);
        await BrowserHost.SignIn(page, "administrator@test.example", TrackerHost.Password);
        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        await page.GotoAsync("/settings/open311");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Issue a key" }).ClickAsync();
        await page.GetByLabel("Program").FillAsync("FixMyStreet");
        await page.GetByLabel("Contact").FillAsync("dev@fixmystreet.example");
        await page.MustBeAccessible();
        await Press(page, "Issue key");
        await Assertions.Expect(page.Locator("code")).ToContainTextAsync("o311_");
        await page.GetByRole(AriaRole.Link, new() { Name = "I copied it" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("FixMyStreet");

        await page.GetByRole(AriaRole.Link, new() { Name = "Add a server" }).ClickAsync();
        await page.Locator("#Name").FillAsync("Rivertown");
        await page.Locator("#Address").FillAsync("http://127.0.0.1:9/v2");
        await Press(page, "Save server");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Choose 1 to 100 services");
        await page.Locator("#Services_0__Code").FillAsync("001");
        await page.Locator("#Services_0__CategoryCode").SelectOptionAsync("noise");
        await page.MustBeAccessible();
        await Press(page, "Save server");
        await Press(page, "Get requests now");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("No connection to the server");
        await page.MustBeAccessible();
        await page.GotoAsync("/settings/open311");
        await page.MustBeAccessible();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
