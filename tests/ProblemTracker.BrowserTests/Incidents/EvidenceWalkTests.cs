using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Evidence;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks from the incidents of a problem to a figure in its worksheet, its update, and a hypothesis.</summary>
public sealed class EvidenceWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone)]
    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    public async Task A_figure_is_cited_updated_and_weighed(int width)
    {
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(LoudBar.Year());
        var problem = await _host.Tracker.OpenProblem();
        var link = new { filter = new { address = "40 Tanner Street" } };
        await (await _host.Tracker.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", link)).Ok();
        var page = await _host.SignIn(Role.Officer, width);

        await page.GotoAsync($"/problems/{problem}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Evidence", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Evidence", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await page.MustBeAccessible();
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth"), Is.LessThanOrEqualTo(0));

        await page.GetByRole(AriaRole.Button, new() { Name = "Cite in the worksheet Time between incidents" }).PressAsync("Enter");
        await Expect(page.GetByText("Cited in the worksheet. Scanning, recurring.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cite in the worksheet By month", Exact = true }).PressAsync("Enter");
        await Expect(page.GetByText("24 incidents when cited on Mar 2, 2026; unchanged")).ToBeVisibleAsync();

        await _host.Tracker.ImportCsv($"no,at,kind,where,lat,lon\n{LoudBar.Rows(24, 31)}");
        await (await _host.Tracker.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", link)).Ok();
        await page.GotoAsync($"/problems/{problem}/scanning#section-cheers");
        await Expect(page.GetByText("24 incidents when cited on Mar 2, 2026; 31 now")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Update the figure on the Evidence page" }).First.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Update Scanning, recurring" }).First.PressAsync("Enter");
        await Expect(page.GetByText("Updated in the worksheet.")).ToBeVisibleAsync();

        await page.GetByLabel("It could happen because…").FillAsync("The rear exit is open until four.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add hypothesis" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The rear exit is open until four." })).ToBeVisibleAsync();
        await page.GetByLabel("Speaks").SelectOptionAsync("Against");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save figure for" }).PressAsync("Enter");
        await Expect(page.GetByText("Hypothesis updated.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it the working hypothesis" }).PressAsync("Enter");
        await Expect(page.GetByText("This is now the working hypothesis")).ToBeVisibleAsync();
        await page.GotoAsync($"/problems/{problem}/analysis");
        await Expect(page.GetByLabel("It happens because…")).ToHaveValueAsync(new Regex("rear exit"));
    }

    [Test]
    public async Task Without_scripts_tables_stand_where_charts_would_be()
    {
        await _host.Tracker.Import(Boundaries.Two);
        await _host.Tracker.ImportCsv(LoudBar.Year());
        var problem = await _host.Tracker.OpenProblem();
        var page = await _host.SignIn(Role.Officer, BrowserHost.Laptop, javaScript: false);

        await page.GotoAsync($"/problems/{problem}/evidence?set=categoryCode%3Dnoise");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "By month", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Top places" })).ToBeVisibleAsync();
    }
}
