using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>The overview of a problem on the first screen and on paper.</summary>
public sealed class OverviewTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Overview_folds_requirements_after_three_and_the_move_page_and_paper_show_all(bool javaScript)
    {
        var problem = await _host.Tracker.OpenProblem();
        var page = await _host.SignIn(Role.Officer, javaScript: javaScript);
        var shown = page.Locator(".missing li:visible");

        await page.GotoAsync($"/problems/{problem}");
        await Expect(shown).ToHaveCountAsync(3);
        await Expect(page.Locator("#actions")).ToBeInViewportAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(shown).ToHaveCountAsync(9);
        await Expect(page.GetByText("6 more")).ToBeHiddenAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.GetByText("6 more").ClickAsync();
        await Expect(shown).ToHaveCountAsync(9);
        await page.GotoAsync($"/problems/{problem}/move");
        await Expect(shown).ToHaveCountAsync(9);
    }

    [TestCase(Gate.Start)]
    [TestCase(Gate.Closed)]
    public async Task Printed_overview_has_no_forms_and_no_empty_headings(Gate before)
    {
        var problem = await _host.Tracker.Problem(before);
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}");
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.That(await page.Locator("main :is(input, select, textarea, button, nav):visible").CountAsync(), Is.Zero);
        Assert.That(await page.EvaluateAsync<string[]>(EmptyHeadings), Is.Empty);
    }

    // The headings of the second level that no visible text or picture follows before the next one.
    private const string EmptyHeadings = """
        () => {
            const parts = [...document.querySelectorAll('main :is(h2, p, li, td, dd, figure, .map)')]
                .filter(part => part.checkVisibility() && (part.innerText.trim() || part.querySelector('svg, img')));
            return parts.filter((part, i) => part.tagName === 'H2' && (parts[i + 1]?.tagName ?? 'H2') === 'H2')
                .map(part => part.innerText);
        }
        """;
}
