using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Evidence;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>
/// Walks the whole round over the burglaries of a real city: from a signal to a problem, its evidence, a frozen test, data that arrive
/// later, the verdict by the rule and the report.
/// </summary>
public sealed class WholeRoundWalkTests
{
    private readonly RealRound _round = RealRound.Cincinnati;
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Over(await _round.Begin(listens: true));
        await _round.Import(_host.Tracker, _round.Today);
        await _host.Tracker.Send(new RunSignals());
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [Test]
    public async Task A_signal_in_real_data_leads_to_a_verdict_and_a_report()
    {
        var officer = await _host.SignIn(Role.Officer);
        var problem = await OpenFromTheSignal(officer);
        await Cite(officer, problem);
        await problem.FillScanning();
        await (await problem.Move(Stage.Analysis)).Ok();
        var residents = await _host.Tracker.Attach(problem.Id, "Residents of the block", "Affected");
        problem.BarOwner = await _host.Tracker.Attach(problem.Id, "Owner of the houses", "PlaceManager");
        await problem.FillAnalysis(residents, _round.Today);
        await (await problem.Move(Stage.Response)).Ok();
        await problem.FillResponse();
        await PlanTheTest(officer, problem);
        await problem.Act(_host.Tracker, _round.Start, () => StartResponse(problem));

        _host.Tracker.Until(_round.End.Year, _round.End.Month, _round.End.Day);
        await _round.Import(_host.Tracker, _round.End);
        await officer.GotoAsync($"/problems/{problem.Id}/verdict");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Compute again now" }).PressAsync("Enter");
        await Expect(officer.GetByText("By the rule set beforehand").First).ToBeVisibleAsync();
        await Expect(officer.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await officer.MustBeAccessible();
        var sentence = await officer.Locator(".lead-sentence").InnerTextAsync();

        await officer.GotoAsync($"/problems/{problem.Id}/report");
        await Expect(officer.GetByText(sentence).First).ToBeVisibleAsync();
        await officer.MustBeAccessible();
        var word = await officer.RunAndWaitForDownloadAsync(() =>
            officer.GetByRole(AriaRole.Link, new() { Name = "Download Word document" }).ClickAsync());
        Assert.That(word.SuggestedFilename, Does.EndWith("-report.docx"));
        await PrintHidesForms(officer, problem);
        await TablesStandInForCharts(problem);
    }

    private async Task<GivenProblem> OpenFromTheSignal(IPage officer)
    {
        await officer.GotoAsync("/");
        await officer.GetByRole(AriaRole.Link, new() { Name = "1 signal waits for a decision" }).ClickAsync();
        await officer.GetByRole(AriaRole.Link, new() { Name = "Burglary within 200 m and 14 days" }).ClickAsync();
        await Expect(officer.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await officer.MustBeAccessible();
        await officer.GetByRole(AriaRole.Button, new() { Name = "Open a problem from this" }).PressAsync("Enter");
        await Expect(officer.GetByLabel("Title")).ToHaveValueAsync(new Regex("near repeats around"));
        await Expect(officer.GetByLabel("Address")).ToHaveValueAsync("");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Open problem" }).PressAsync("Enter");
        await Expect(officer.GetByText(new Regex(@"The signal and \d+ incidents were linked\."))).ToBeVisibleAsync();
        return new(_host.Tracker, long.Parse(new Uri(officer.Url).AbsolutePath.Split('/')[2],
            System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task Cite(IPage officer, GivenProblem problem)
    {
        await officer.GotoAsync($"/problems/{problem.Id}/evidence?set=categoryCode%3Dburglary");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Use these as the problem" }).PressAsync("Enter");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Cite in the worksheet By month", Exact = true }).PressAsync("Enter");
        await Expect(officer.GetByText("Cited in the worksheet. Scanning, recurring.")).ToBeVisibleAsync();
        await officer.GetByRole(AriaRole.Button, new() { Name = "Cite in the worksheet Total" }).PressAsync("Enter");
        await Expect(officer.GetByText("Cited in the worksheet. Analysis, baseline")).ToBeVisibleAsync();
        await officer.GotoAsync($"/problems/{problem.Id}/scanning#section-cheers");
        await Expect(officer.GetByText(new Regex(@"[\d,]+ incidents when cited on Oct 10, 2017; unchanged"))).ToBeVisibleAsync();
    }

    private async Task PlanTheTest(IPage officer, GivenProblem problem)
    {
        await officer.GotoAsync($"/problems/{problem.Id}/test");
        await officer.GetByLabel("What is measured").SelectOptionAsync("Burglary");
        await officer.GetByLabel("Or a neighborhood").First.SelectOptionAsync("East Westwood");
        await officer.GetByLabel("Period before: from").FillAsync($"{_round.Before.From:yyyy-MM-dd}");
        await officer.GetByLabel("Period before: to").FillAsync($"{_round.Before.To:yyyy-MM-dd}");
        await officer.GetByLabel("Period after: from").FillAsync($"{_round.After.From:yyyy-MM-dd}");
        await officer.GetByLabel("Period after: to").FillAsync($"{_round.After.To:yyyy-MM-dd}");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Save test" }).PressAsync("Enter");
        await Expect(officer.Locator("#prospect")).ToContainTextAsync("incidents a month over 10 months on each side");
        await officer.GetByRole(AriaRole.Link, new() { Name = "Find places like the response area" }).ClickAsync();
        await officer.GetByRole(AriaRole.Button, new() { Name = "Use as control area, Place 1" }).PressAsync("Enter");
        await Expect(officer.GetByText("Control area saved")).ToBeVisibleAsync();
        await officer.MustBeAccessible();
    }

    private async Task StartResponse(GivenProblem problem)
    {
        var supervisor = await _host.SignIn(Role.Supervisor);
        await supervisor.GotoAsync($"/problems/{problem.Id}/start");
        await Expect(supervisor.GetByText("incidents a month over 10 months on each side").First).ToBeVisibleAsync();
        await supervisor.GetByLabel("Reason for starting").FillAsync("Read and agreed.");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Start response" }).PressAsync("Enter");
        await Expect(supervisor.GetByText("its plan is frozen")).ToBeVisibleAsync();
    }

    private static async Task PrintHidesForms(IPage officer, GivenProblem problem)
    {
        await officer.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var page in new[] { "verdict", "evidence", "report" })
        {
            await officer.GotoAsync($"/problems/{problem.Id}/{page}");
            Assert.That(await officer.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('main button, main input, main select, main textarea')]
                    .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 120))
                """), Is.Empty, $"Printed: {page}");
        }
        await officer.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    private async Task TablesStandInForCharts(GivenProblem problem)
    {
        var page = await _host.SignIn(Role.Officer, BrowserHost.Phone, javaScript: false);
        foreach (var path in new[] { "/signals", "/signals/1", $"/problems/{problem.Id}/evidence", $"/problems/{problem.Id}/verdict",
            $"/problems/{problem.Id}/report" })
        {
            await page.GotoAsync(path);
            var tables = page.Locator("main table:not(.usa-sr-only)");
            Assert.That(await tables.CountAsync(), Is.GreaterThan(path == "/signals" ? -1 : 0), path);
            Assert.That(await page.Locator(".chart ~ details:not([open]) table").CountAsync(), Is.Zero, path);
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth"),
                Is.LessThanOrEqualTo(0), path);
        }
    }
}
