using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

public sealed class HeaderCountTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Number_in_the_header_follows_what_others_do_without_a_reload_and_without_extending_the_session()
    {
        var problem = await _host.Tracker.OpenProblem();
        var page = await _host.SignIn(Role.Officer);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/problems");
        await Expect(page.Locator("#count-day")).ToHaveTextAsync("");

        var supervisor = _host.Tracker.SignIn(Role.Supervisor);
        await (await supervisor.PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = "Call me, please." })).Ok();
        var asked = await page.RunAndWaitForRequestAsync(() => page.Clock.FastForwardAsync(61_000),
            request => request.Url.Contains("handler=Counts", StringComparison.Ordinal));

        Assert.That(asked.Headers, Does.ContainKey("x-unattended"));
        await Expect(page.Locator("#count-day")).ToContainTextAsync("1");
    }
}
