using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks an analyst from a drawn area to a saved filter, months and hours, linked incidents and search.</summary>
public sealed class IncidentWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task An_analyst_draws_an_area_links_its_incidents_and_finds_their_problem_by_search(int width)
    {
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(
            "no,at,kind,where,lat,lon\n" + string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant(
            $"{i},2025-0{1 + i % 4}-0{1 + i % 7}T{i % 24:00}:15,burglary,Elm Street {i},40.5,{(i % 3 == 0 ? -88.5 : -89.5)}\n"))));
        await _host.Tracker.OpenProblem("Zebras at the <gate>");
        var page = await _host.SignIn(Role.Analyst, width);

        await page.GotoAsync("/incidents");
        await page.GetByText("Near a point or inside an area").ClickAsync();
        var map = page.Locator(".map-canvas");
        await map.ScrollIntoViewIfNeededAsync();
        await Expect(map.Locator(".leaflet-neighborhoods-pane path")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-map][data-ready]")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        // The west half of the map is the western neighborhood.
        await Press(page, "Draw an area");
        var box = (await map.BoundingBoxAsync())!;
        foreach (var (x, y) in new[] { (0.3, 0.15), (0.48, 0.15), (0.48, 0.9), (0.3, 0.9) })
            await map.ClickAsync(new() { Position = new() { X = (float)(box.Width * x), Y = (float)(box.Height * y) } });
        await Expect(page.GetByText("4 corners")).ToBeVisibleAsync();
        // With the keyboard, the center of the map is taken.
        await map.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("5 corners")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Backspace");
        await Expect(page.GetByText("4 corners")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the last corner" }).ClickAsync();
        await Expect(page.GetByText("3 corners")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the drawing" }).ClickAsync();
        await Press(page, "Draw a circle");
        await map.ClickAsync();
        await Expect(page.GetByLabel("Radius, in meters")).ToHaveValueAsync("150");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the drawing" }).ClickAsync();
        await Expect(page.GetByLabel("Radius, in meters")).ToHaveValueAsync("");
        await page.GetByLabel("Corners").FillAsync("41, -90\n41, -89\n40, -89\n40, -90");
        await Press(page, "Filter");
        await Expect(page.GetByText("Showing 20 of 20")).ToBeVisibleAsync();
        // A map loads when it comes into view.
        await map.ScrollIntoViewIfNeededAsync();
        await Expect(page.GetByText("4 corners")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Map", Exact = true }).ClickAsync();
        await page.Locator(".map-listed .map-canvas").ScrollIntoViewIfNeededAsync();
        await Expect(page.GetByText("20 incidents in view")).ToBeVisibleAsync();
        // The list leads to the point on the map, which stays until its popup is closed.
        await page.Locator(".map-list button").First.ClickAsync();
        await Expect(page.Locator(".leaflet-popup-content")).ToContainTextAsync("Elm Street");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Places", Exact = true }).ClickAsync();
        await Expect(page.GetByText("20 incidents at 20 addresses.")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "List", Exact = true }).ClickAsync();

        await page.GetByText("Save this filter").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("The west");
        await Press(page, "Save filter");
        await Expect(page.GetByText("Filter “The west” saved. Only you can see it.")).ToBeVisibleAsync();
        await page.GotoAsync("/incidents/saved?delete=1");
        await page.MustBeAccessible();

        await page.GotoAsync("/incidents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Months and hours" }).ClickAsync();
        await Expect(page.Locator(".chart svg").First).ToBeVisibleAsync();
        await Expect(page.Locator(".hours tfoot td").Last).ToHaveTextAsync("20");
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Link, new() { Name = "List", Exact = true }).ClickAsync();
        await page.GetByText("All 20 matching incidents").ClickAsync();
        await page.GetByLabel("Link to problem").FillAsync("zebras");
        await Press(page, "Link incidents");
        await Expect(page.GetByText("20 incidents linked to P-2026-0001.")).ToBeVisibleAsync();

        if (width == BrowserHost.Phone) await Press(page, "Menu");
        await page.GetByLabel("Search words").FillAsync("\"zebras at\"");
        await page.MustBeAccessible();
        await page.GetByLabel("Search words").PressAsync("Enter");
        await Expect(page.Locator(".found mark")).ToHaveTextAsync("Zebras at");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "P-2026-0001 Zebras at the <gate>" }).ClickAsync();
        await Expect(page.Heading()).ToContainTextAsync("Zebras at the <gate>");
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
