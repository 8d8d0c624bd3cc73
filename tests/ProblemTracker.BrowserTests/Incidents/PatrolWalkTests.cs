using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks from files of shifts and calls to how much patrol time is free.</summary>
public sealed class PatrolWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone)]
    public async Task An_analyst_imports_shifts_and_calls_and_sees_the_free_time(int width)
    {
        var (shifts, calls) = (new StringBuilder("Unit,Beat,Start,End\n"),
            new StringBuilder("Call No,Created,Unit,Dispatched,Cleared,Type\n"));
        for (var day = 0; day < 14; day++)
        {
            var date = new DateOnly(2026, 2, 2).AddDays(day).ToString("M/d/yyyy", CultureInfo.InvariantCulture);
            shifts.Append(CultureInfo.InvariantCulture, $"2A12,North,{date} 8:00 AM,{date} 4:00 PM\n");
            calls.Append(CultureInfo.InvariantCulture, $"26-{day},{date} 9:00 AM,2A12,{date} 9:00 AM,{date} 10:00 AM,Noise\n");
        }
        var page = await _host.SignIn(Role.Analyst, width);
        await page.GotoAsync("/patrol");
        await page.MustBeAccessible();
        await Import("Calls for service", "dispatch.csv", calls.ToString());
        await page.GotoAsync("/patrol");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import shifts" }).ClickAsync();
        await Import("Shifts of units", "roster.csv", shifts.ToString());

        await page.GetByRole(AriaRole.Link, new() { Name = "See patrol time" }).ClickAsync();

        await Expect(page.GetByText("Calls take 13% of patrol time.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "View the calls" }).ClickAsync();
        await Expect(page.GetByText("26-13")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        async Task Import(string contents, string name, string text)
        {
            await page.GotoAsync("/imports/new");
            await page.Locator("label").Filter(new() { HasText = contents }).ClickAsync();
            await page.Locator("input[type=file]")
                .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
            await page.GetByRole(AriaRole.Button, new() { Name = "Upload file" }).ClickAsync();
            await Expect(page.GetByText("14rows read")).ToBeVisibleAsync();
            await page.MustBeAccessible();
            await page.GetByRole(AriaRole.Button, new() { Name = "Start import" }).ClickAsync();
            await Expect(page.GetByText("Import started.")).ToBeVisibleAsync();
            while ((await _host.Tracker.Send(new WorkImports())).HasMore) { }
            await page.ReloadAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Result" })).ToBeVisibleAsync();
            await page.MustBeAccessible();
        }
    }
}
