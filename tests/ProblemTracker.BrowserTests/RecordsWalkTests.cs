using Microsoft.Playwright;

namespace ProblemTracker.BrowserTests;

/// <summary>Two supervisors of the demo city answer requests for public records, in Chromium.</summary>
public sealed class RecordsWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start(isDemo: true);
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Supervisor_releases_what_a_colleague_reviewed(int width)
    {
        var page = await _host.Open(width);
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Ruth Castellane") }).ClickAsync();
        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        await page.GotoAsync("/records-requests");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("-0001$") }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Check the release" }).ClickAsync();
        await Assertions.Expect(page.Locator("#release-check")).ToContainTextAsync("Nothing withheld was found in any file.");
        await page.MustBeAccessible();
        await page.GetByText("I looked at each released field").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Release records" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The records are released.")).ToBeVisibleAsync();

        var zip = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download records" }).ClickAsync());
        Assert.That(zip.SuggestedFilename, Does.EndWith("-0001-1.zip"));
        await page.MustBeAccessible();
    }
}
