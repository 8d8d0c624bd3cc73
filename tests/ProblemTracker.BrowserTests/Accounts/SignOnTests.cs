using System.Diagnostics;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Accounts;

/// <summary>Single sign-on in Chromium, with a provider in a process of its own: tests/ProblemTracker.TestProvider.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance), NonParallelizable]
public sealed class SignOnTests
{
    private const string Email = "officer@test.example";

    private Process _provider = null!;
    private BrowserHost _host = null!;
    private string _address = "", _url = "";

    [OneTimeSetUp]
    public async Task StartProvider()
    {
        _provider = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(TestContext.CurrentContext.TestDirectory, "ProblemTracker.TestProvider.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        })!;
        _address = await _provider.StandardOutput.ReadLineAsync() ?? "";
        // It makes its keys at the first request, which takes seconds.
        using var client = new HttpClient();
        await client.GetStringAsync($"{_address}/.well-known/openid-configuration");
    }

    [SetUp]
    public void Start()
    {
        _host = BrowserHost.Start(settings: new Dictionary<string, string?>
        {
            ["PublicUrl"] = _url = BrowserHost.FreeAddress(),
            ["SignOn:Authority"] = _address,
            ["SignOn:ClientId"] = "tracker",
            ["SignOn:ClientSecret"] = "secret of the tracker",
            ["SignOn:Name"] = "City login",
            ["SignOn:RoleClaim"] = "groups",
            ["SignOn:Roles:Officer"] = "patrol",
            ["SignOn:Roles:Analyst"] = "analysis",
        });
        _host.Tracker.IdOf(Role.Officer);
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [OneTimeTearDown]
    public void StopProvider()
    {
        _provider.Kill();
        _provider.Dispose();
    }

    [Test]
    public async Task Person_signs_in_at_the_provider_returns_to_where_they_wanted_and_signs_out_at_both()
    {
        var page = await _host.Open();
        await page.GotoAsync($"{_url}/incidents");
        await page.MustBeAccessible();
        await AtProvider(page,
            ("sub", "s1"), ("email", Email), ("email_verified", "true"), ("groups", "patrol analysis"), ("amr", "pwd mfa"));

        await Expect(page).ToHaveURLAsync($"{_url}/incidents");
        await Expect(page.Heading()).ToContainTextAsync("Incidents");
        Assert.That(await _host.Tracker.Query(db => db.Single<string>("SELECT SecondFactor FROM Session", null, default)),
            Is.EqualTo("Provider"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Heading()).ToHaveTextAsync("Sign in");
        await Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with City login" }).ClickAsync();
        await Expect(page.Heading()).ToHaveTextAsync("City login", new() { Timeout = 10_000 });
    }

    [Test]
    public async Task Who_has_no_account_or_cancels_is_told_and_can_try_again()
    {
        var page = await _host.Open(BrowserHost.Phone);
        await page.GotoAsync($"{_url}/sign-in");
        await AtProvider(page, ("sub", "s2"), ("email", "stranger@test.example"), ("email_verified", "true"), ("groups", "patrol"));

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no account here for stranger@test.example.");
        await page.MustBeAccessible();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{_url}/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with City login" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("City login did not sign you in.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again with City login" }).ClickAsync();
        await Expect(page.Heading()).ToHaveTextAsync("City login");
    }

    [Test]
    public async Task Answer_of_another_browser_is_worth_nothing()
    {
        var (page, other) = (await _host.Open(), await _host.Open());
        var answers = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/sign-on/callback", StringComparison.Ordinal)) answers.Add(request.Url);
        };
        await page.GotoAsync($"{_url}/sign-in");
        await AtProvider(page, ("sub", "s1"), ("email", Email), ("email_verified", "true"), ("groups", "patrol"), ("amr", "mfa"));
        await Expect(page.Heading()).ToContainTextAsync("My day");

        foreach (var browser in new[] { other, page })
        {
            await browser.GotoAsync(answers.Single());
            await Expect(browser.GetByRole(AriaRole.Alert)).ToHaveTextAsync("City login did not sign you in.");
        }
    }

    private static async Task AtProvider(IPage page, params (string Claim, string Value)[] said)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with City login" }).ClickAsync();
        foreach (var (claim, value) in said) await page.GetByLabel(claim, new() { Exact = true }).FillAsync(value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
