using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Pages.Reports;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>The demo city's reports as command staff see them, on screen and in print.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class ReportWalkTests
{
    private BrowserHost _host = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start(isDemo: true);
        _page = await _host.Open();
        await _page.GotoAsync("/sign-in");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Edith Harrowgate" }).ClickAsync();
        await Expect(_page.Heading()).ToContainTextAsync("My day");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    public static IEnumerable<string> Reports => ReportList.All.Select(report => report.Name);

    [TestCaseSource(nameof(Reports))]
    public async Task A_report_is_accessible_and_draws_its_chart(string name)
    {
        foreach (var width in new[] { BrowserHost.Laptop, BrowserHost.Phone })
        {
            await _page.SetViewportSizeAsync(width, 800);
            await _page.GotoAsync($"/reports/{name}");
            await Expect(_page.Locator("[data-chart] svg.plot").First).ToBeVisibleAsync();
            await _page.MustBeAccessible();
        }
    }

    [Test]
    public async Task Quality_of_life_answers_on_the_first_screen_and_unfolds_its_figures()
    {
        foreach (var width in new[] { BrowserHost.Phone, BrowserHost.Laptop })
        {
            await _page.SetViewportSizeAsync(width, 800);
            await _page.GotoAsync("/quality-of-life");
            var answer = _page.Locator(".life-answers li").First;
            await Expect(answer).ToBeInViewportAsync();
            await Expect(_page.Locator(".small-series").First).ToBeVisibleAsync();
            await _page.MustBeAccessible();
            await answer.GetByRole(AriaRole.Link).PressAsync("Enter");
            await Expect(_page.GetByRole(AriaRole.Link, new() { Name = "All neighborhoods" })).ToBeVisibleAsync();
            await Expect(_page.Locator(".life-answer")).ToBeInViewportAsync();
            await Expect(_page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
            await _page.MustBeAccessible();
        }
    }

    [Test]
    public async Task Reach_shows_a_map_of_where_nobody_was_met()
    {
        foreach (var width in new[] { BrowserHost.Phone, BrowserHost.Laptop })
        {
            await _page.SetViewportSizeAsync(width, 800);
            await _page.GotoAsync("/engagement/reach");
            await Expect(_page.Locator(".map-canvas path.leaflet-interactive").First).ToBeVisibleAsync();
            await Expect(_page.GetByText("Quarry Bank: no contact yet")).ToBeVisibleAsync();
            await _page.MustBeAccessible();
        }
    }

    [Test]
    public async Task The_briefing_is_accessible_and_prints_on_three_sheets()
    {
        foreach (var width in new[] { BrowserHost.Phone, BrowserHost.Laptop })
        {
            await _page.SetViewportSizeAsync(width, 800);
            await _page.GotoAsync("/briefing");
            await _page.MustBeAccessible();
        }
        foreach (var paper in new[] { "Letter", "A4" })
        {
            // The default print margins of browsers.
            var pdf = await _page.PdfAsync(
                new() { Format = paper, Margin = new() { Top = "12mm", Bottom = "12mm", Left = "12mm", Right = "12mm" } });
            Assert.That(Sheet().Count(System.Text.Encoding.Latin1.GetString(pdf)), Is.EqualTo(3), paper);
        }
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Sheet();
}
