using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks an officer from a place on the map to a problem with linked incidents.</summary>
public sealed class MapWalkTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(
            "no,at,kind,where,lat,lon\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"{i},2026-0{1 + i % 2}-0{1 + i % 7}T{i % 24:00}:15,burglary,40 Elm Street,40.5,-89.5\n"))));
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task An_officer_looks_an_address_up_opens_a_problem_there_and_links_all_incidents_near_it(int width)
    {
        var page = await _host.SignIn(Role.Officer, width);
        await page.GotoAsync("/problems/open");
        await page.GetByLabel("Title").FillAsync("Break-ins on Elm Street");
        await page.GetByLabel("Description").FillAsync("Every week.");
        await page.GetByLabel("Category").SelectOptionAsync("burglary");
        await page.GetByLabel("Address or place").PressSequentiallyAsync("elm");
        await page.GetByRole(AriaRole.Button, new() { Name = "40 Elm Street" }).ClickAsync();
        await Expect(page.GetByLabel("Latitude")).ToHaveValueAsync("40.5");
        await page.Locator("[data-map]").ScrollIntoViewIfNeededAsync();
        await Expect(page.Locator(".map-icon")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        // The map takes a tap, and its center from the keyboard.
        await page.Locator(".map-canvas").ClickAsync(new() { Position = new() { X = 60, Y = 160 } });
        await Expect(page.GetByLabel("Latitude")).Not.ToHaveValueAsync("40.5");
        await page.GetByLabel("Latitude").FillAsync("40.5001");
        await page.GetByLabel("Longitude").FillAsync("-89.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open problem" }).ClickAsync();

        await Expect(page.GetByText("60 incidents of Burglary within 100 meters since January are not linked.").First).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Link them" }).First.ClickAsync();
        await Expect(page.GetByText("0 chosen")).ToBeInViewportAsync();
        await page.Locator("label[for=choose-all]").ClickAsync();
        await Expect(page.GetByText("50 chosen")).ToBeVisibleAsync();
        await page.Locator("label[for=everything]").ClickAsync();
        await Expect(page.GetByText("60 chosen")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link to P-2026-0001" }).ClickAsync();
        await Expect(page.GetByText("60 incidents linked to P-2026-0001.")).ToBeVisibleAsync();
        await Expect(page.Heading()).ToContainTextAsync("Break-ins on Elm Street");

        await page.Locator("[data-map]").ScrollIntoViewIfNeededAsync();
        await Expect(page.GetByText("60 incidents in view")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Phone)]
    public async Task Without_scripts_the_same_incidents_are_linked_from_the_list(int width)
    {
        await _host.Tracker.Send(new ProblemTracker.Problems.OpenProblem("Break-ins", "x", "burglary", ProblemSource.Officer,
            Priority.Normal, false, Latitude: 40.5, Longitude: -89.5));
        var page = await _host.SignIn(Role.Analyst, width, javaScript: false);
        await page.GotoAsync("/incidents?problemId=1");
        await page.Locator("label[for=everything]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link to P-2026-0001" }).ClickAsync();
        await Expect(page.GetByText("60 incidents linked to P-2026-0001.")).ToBeVisibleAsync();
    }
}
