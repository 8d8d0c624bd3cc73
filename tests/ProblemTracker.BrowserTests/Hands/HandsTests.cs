using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>The search box, the keyboard and the dark colors, in the demo city.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class HandsTests
{
    private BrowserHost _host = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start(isDemo: true);
        _page = await _host.Open();
        await _page.GotoAsync("/sign-in");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Ruth Castellane" }).ClickAsync();
        await Expect(_page.Heading()).ToContainTextAsync("My day");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [Test]
    public async Task Pages_are_accessible_in_dark_colors()
    {
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        foreach (var width in new[] { BrowserHost.Laptop, BrowserHost.Phone })
        {
            await _page.SetViewportSizeAsync(width, 800);
            foreach (var address in new[]
            {
                "/", "/problems?open=true", "/problems/open", "/actions", "/search?q=lantern", "/me", "/requests", "/audit", "/incidents",
                "/incidents/patterns", "/stakeholders", "/reports/status", "/reports/outcomes", "/briefing", "/problems/30",
                "/problems/30/scanning", "/problems/30/analysis", "/problems/30/move", "/problems/30/audit", "/problems?openedTo=no",
            })
            {
                await _page.GotoAsync(address);
                await _page.MustBeAccessible();
            }
        }
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await _page.SetViewportSizeAsync(BrowserHost.Laptop, 800);
    }

    [Test]
    public async Task The_slash_key_searches_and_arrow_keys_reach_a_suggestion()
    {
        await _page.SetViewportSizeAsync(BrowserHost.Laptop, 800);
        await _page.GotoAsync("/problems?open=true");
        await _page.Keyboard.PressAsync("/");
        var box = _page.GetByLabel("Search words");
        await Expect(box).ToBeFocusedAsync();
        await _page.Keyboard.TypeAsync("Dana Merow");
        var suggestion = _page.Locator("#search-suggestions").GetByRole(AriaRole.Link, new() { Name = "Dana Merrow" });
        await Expect(suggestion).ToBeVisibleAsync();
        Assert.That(await _page.Violations(), Is.Empty);
        await _page.Keyboard.PressAsync("ArrowDown");
        await Expect(suggestion).ToBeFocusedAsync();
        await _page.Keyboard.PressAsync("Escape");
        await Expect(suggestion).ToHaveCountAsync(0);
        await Expect(box).ToBeFocusedAsync();
    }

    [Test]
    public async Task The_question_mark_lists_the_shortcuts_which_can_be_turned_off()
    {
        await _page.SetViewportSizeAsync(BrowserHost.Laptop, 800);
        await _page.GotoAsync("/problems?open=true");
        var list = _page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await _page.Keyboard.PressAsync("?");
        await Expect(list).ToBeVisibleAsync();
        await _page.MustBeAccessible();
        await _page.GetByText("Use / and ? in this browser").ClickAsync();
        await _page.Keyboard.PressAsync("Escape");
        await _page.Keyboard.PressAsync("?");
        await Expect(list).ToBeHiddenAsync();

        await _page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await _page.GetByText("Use / and ? in this browser").ClickAsync();
        await _page.Keyboard.PressAsync("Escape");
        await _page.GetByLabel("Number or words").FocusAsync();
        await _page.Keyboard.PressAsync("?");
        await Expect(list).ToBeHiddenAsync();
        await Expect(_page.GetByLabel("Number or words")).ToHaveValueAsync("?");
    }
}
