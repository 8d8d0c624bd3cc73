using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Evidence;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks from a planned test, frozen at the start, over data that arrive later to the verdict by its rule.</summary>
public sealed class VerdictWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone)]
    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    public async Task Test_is_planned_before_the_start_and_gives_the_verdict_by_itself(int width)
    {
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(TwoPlaces.Csv("a", new(2025, 3, 1), 12, bar: 10, park: 9));
        var problem = await _host.Tracker.Problem(Gate.Start);
        var officer = await _host.SignIn(Role.Officer, width);

        await officer.GotoAsync($"/problems/{problem.Id}/response");
        await officer.ShowAllSections();
        await officer.GetByRole(AriaRole.Link, new() { Name = "plan a test by counted incidents" }).ClickAsync();
        await officer.MustBeAccessible();
        await officer.GetByLabel("What is measured").SelectOptionAsync("Noise");
        await officer.GetByLabel("Address").First.FillAsync(TwoPlaces.BarAddress);
        await officer.GetByLabel("Radius, in meters").First.FillAsync("150");
        await officer.GetByLabel("Or a neighborhood").First.SelectOptionAsync("None");
        await officer.GetByLabel("Period before: from").FillAsync("2025-03-01");
        await officer.GetByLabel("Period before: to").FillAsync("2026-02-28");
        await officer.GetByLabel("Period after: from").FillAsync("2026-06-01");
        await officer.GetByLabel("Period after: to").FillAsync("2027-05-31");
        await officer.GetByLabel("Improved from a fall of, in percent").FillAsync("0");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Save test" }).ClickAsync();
        await Expect(officer.GetByText("Say from which change on you will call it improved").First).ToBeVisibleAsync();
        await Expect(officer.GetByLabel("Address").First).ToHaveValueAsync(TwoPlaces.BarAddress);
        await officer.GetByLabel("Improved from a fall of, in percent").FillAsync("20");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Save test" }).ClickAsync();
        await Expect(officer.Locator("#prospect")).ToContainTextAsync("With about 10 incidents a month over a year on each side");

        await officer.GetByRole(AriaRole.Link, new() { Name = "Find places like the response area" }).ClickAsync();
        await Expect(officer.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await officer.MustBeAccessible();
        await officer.GetByRole(AriaRole.Button, new() { Name = $"Use as control area, {TwoPlaces.ParkAddress}" }).ClickAsync();
        await Expect(officer.GetByText("Control area saved")).ToBeVisibleAsync();

        _host.Tracker.Until(2026, 4, 15);
        var supervisor = await _host.SignIn(Role.Supervisor, width);
        await supervisor.GotoAsync($"/problems/{problem.Id}/start");
        await Expect(supervisor.GetByText("With about 10 incidents a month")).ToBeVisibleAsync();
        await supervisor.GetByLabel("Reason for starting").FillAsync("Read and agreed.");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Start response" }).ClickAsync();
        await Expect(supervisor.GetByText("its plan is frozen")).ToBeVisibleAsync();

        _host.Tracker.Until(2026, 9, 10);
        await _host.Tracker.ImportCsv(TwoPlaces.Csv("b", new(2026, 6, 1), 3, bar: 4, park: 9));
        await officer.GotoAsync($"/problems/{problem.Id}/verdict");
        await Expect(officer.GetByText("Until then there is no verdict")).ToBeVisibleAsync();
        await Expect(officer.GetByText("Looking often finds changes that are not there")).ToBeVisibleAsync();
        await officer.MustBeAccessible();

        _host.Tracker.Until(2027, 6, 10);
        await _host.Tracker.ImportCsv(TwoPlaces.Csv("c", new(2026, 9, 1), 10, bar: 4, park: 9));
        await _host.Tracker.Send(new EvaluateTests());
        await officer.ReloadAsync();
        await Expect(officer.GetByText(new Regex("a fall of 60%")).First).ToBeVisibleAsync();
        await Expect(officer.GetByText("By the rule set beforehand: improved.")).ToBeVisibleAsync();
        await officer.Locator("[data-map]").ScrollIntoViewIfNeededAsync();
        await Expect(officer.Locator(".map-canvas.leaflet-container")).ToBeVisibleAsync();
        await officer.MustBeAccessible();
    }
}
