using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Evidence;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks an officer and a supervisor through the report of a problem.</summary>
public sealed class ProblemReportTests
{
    private BrowserHost _host = null!;
    private string _report = "";

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        _report = $"/problems/{(await GivenReport.Make(_host.Tracker)).Id}/report";
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Officer_edits_a_section_and_takes_the_worksheets_text_again(int width)
    {
        var page = await _host.SignIn(Role.Officer, width);
        await page.GotoAsync(_report[..^"/report".Length]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Report", Exact = true }).ClickAsync();
        await Expect(page.Heading()).ToContainTextAsync("Noise behind the bar");
        await Expect(page.Locator(".report-map")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Link, new() { Name = "Edit report" }).ClickAsync();
        var text = page.GetByLabel("Text of Summary");
        await text.FillAsync(string.Join(' ', Enumerable.Repeat("word", 401)));
        await Expect(page.GetByText("401 of 400 words")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save section" }).ClickAsync();
        await Expect(page.GetByText("The summary has 401 words. Shorten it to 400.").First).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await text.FillAsync("It was loud.\n\n- It is quiet now.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save section" }).ClickAsync();
        await Expect(page.GetByText("Section saved.")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Link, new() { Name = "Assessment" }).Last.ClickAsync();
        await Expect(page.Locator(".report-chart")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "Read or print the report" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "It is quiet now." })).ToBeVisibleAsync();
        await page.GotoAsync($"{_report}/edit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the worksheets' text again" }).ClickAsync();
        await Expect(text).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Scanning: Shouting"));
    }

    [Test]
    public async Task Supervisor_reads_the_public_version_and_downloads_both()
    {
        var page = await _host.SignIn(Role.Supervisor, BrowserHost.Phone);
        foreach (var (link, name) in new[] { ("Full", "-report.docx"), ("Public", "-report-public.docx") })
        {
            await page.GotoAsync($"{_report}?variant={link}");
            await page.MustBeAccessible();
            var download = await page.RunAndWaitForDownloadAsync(() =>
                page.GetByRole(AriaRole.Link, new() { Name = "Download Word document" }).ClickAsync());
            Assert.That(download.SuggestedFilename, Does.EndWith(name));
        }
        await Expect(page.GetByText("Public version: names of people")).ToBeVisibleAsync();
        Assert.That(await page.InnerTextAsync("main"), Does.Not.Contain("12 Tanner"));
    }
}
