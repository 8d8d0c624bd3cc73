using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

public sealed class WorksheetTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_worksheet_that_someone_else_saved_keeps_the_input()
    {
        var problem = new GivenProblem(_host.Tracker, await _host.Tracker.OpenProblem());
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/scanning");
        await page.GetByLabel("Problem statement").FillAsync("Shouting behind the bar.");
        await problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise in the alley.", Harms = "Nobody sleeps." });

        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Someone else saved this while you were editing");
        await Expect(page.GetByLabel("Problem statement")).ToHaveValueAsync("Shouting behind the bar.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "See the current version" }))
            .ToHaveAttributeAsync("href", $"/problems/{problem.Id}/scanning");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Scanning worksheet saved.");
        var sheet = (await problem.Read()).GetProperty("scanning");
        Assert.That(sheet.GetProperty("statement").GetString(), Is.EqualTo("Shouting behind the bar."));
    }

    [Test]
    public async Task A_worksheet_with_rows_works_without_JavaScript()
    {
        var problem = await _host.Tracker.Problem(Gate.Response);
        await problem.Save(SheetKind.Analysis, new AnalysisSheet { Sources = [new() { Name = "Calls for service" }] });
        var page = await _host.SignIn(Role.Officer, BrowserHost.Phone, javaScript: false);
        await page.GotoAsync($"/problems/{problem.Id}/analysis");

        await page.Locator("#Sheet_Sources_1__Name").FillAsync("Residents' complaint log");
        await page.Locator("#Sheet_Sources_1__OutsidePolice + label").ClickAsync();
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("forty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.Locator("#Sheet_Baselines_0__Value-error")).ToContainTextAsync("is not a number");
        await Expect(page.Locator("#Sheet_Sources_1__Name")).ToHaveValueAsync("Residents' complaint log");
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Analysis worksheet saved.");
        var sources = (await problem.Read()).GetProperty("analysis").GetProperty("sources");
        Assert.That(sources.EnumerateArray().Select(s => s.GetProperty("outsidePolice").GetBoolean()), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task An_amendment_needs_a_reason_and_shows_the_values_before_and_after()
    {
        var problem = await _host.Tracker.Problem(Gate.Assessment);
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/response");
        await page.Locator("#Sheet_Objectives_0__Target").FillAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save amendment" }).ClickAsync();
        await Expect(page.Locator("#Reason-error")).ToContainTextAsync("Say why you are changing the frozen plan.");

        await page.Locator("#Reason").FillAsync("The council asked for a milder goal.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save amendment" }).ClickAsync();

        var amendment = page.Locator(".amendment");
        await Expect(amendment).ToContainTextAsync("The council asked for a milder goal.");
        await Expect(amendment.GetByRole(AriaRole.Row, new() { Name = "Objectives 1, target" })).ToContainTextAsync("25");
    }
}
