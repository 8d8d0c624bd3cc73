using Microsoft.Playwright;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.Accounts;

/// <summary>Passkeys, with Chromium's virtual authenticator. Their host is that of <c>PublicUrl</c>: localhost, never 127.0.0.1.</summary>
public sealed class PasskeyTests
{
    private const string Email = "officer@test.example";

    /// <summary>One for all tests here, so that they can reuse the product.</summary>
    private static readonly string Url = BrowserHost.FreeAddress();

    private BrowserHost _host = null!;

    [SetUp]
    public void Start()
    {
        _host = BrowserHost.Start(settings: new Dictionary<string, string?> { ["PublicUrl"] = Url }, reused: true);
        _host.Tracker.IdOf(Role.Officer);
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Person_adds_a_passkey_and_signs_in_with_it_even_if_the_password_is_locked()
    {
        var page = await WithAuthenticator();
        await AddPasskey(page);
        await Assertions.Expect(page.Heading()).ToHaveTextAsync("Recovery codes");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = "I saved them" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "My phone" })).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        for (var i = 0; i < 6; i++) await Password(page, "wrong");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        var factors = await _host.Tracker.Send(new ReadSecondFactors(_host.Tracker.IdOf(Role.Officer)));
        Assert.That(factors.Passkeys.Single().LastUsedAt, Is.Not.Null);
    }

    [Test]
    public async Task After_the_password_the_passkey_finishes_signing_in()
    {
        var page = await WithAuthenticator(BrowserHost.Phone);
        await AddPasskey(page);
        await page.Context.ClearCookiesAsync();
        await Password(page, TrackerHost.Password);
        await Assertions.Expect(page.Heading()).ToHaveTextAsync("Second factor");
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Button, new() { Name = "Use your passkey" }).ClickAsync();

        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
    }

    [Test]
    public async Task Answer_works_once_and_only_unchanged()
    {
        var page = await WithAuthenticator();
        await AddPasskey(page);
        await page.Context.ClearCookiesAsync();
        var sent = new List<IRequest>();
        page.Request += (_, request) =>
        {
            if (request is { Method: "POST" } && request.Url.Contains("handler=Passkey", StringComparison.Ordinal)) sent.Add(request);
        };
        await page.GotoAsync($"{Url}/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");

        var fields = sent.Single().PostData!.Split('&').Select(pair => pair.Split('=')).ToDictionary(
            pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        var (offer, answer) = (fields["Offer"], fields["Answer"]);
        var fresh = await _host.Tracker.Send(new OfferPasskeySignIn());
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(offer, answer), Does.StartWith("That took too long."), "answered already");
            Assert.That(Refusal("made up", answer), Does.StartWith("That took too long."));
            Assert.That(Refusal(fresh.Offer, answer), Does.StartWith("This passkey was not accepted."), "another challenge");
        });
        var changed = answer.Replace("signature\":\"", "signature\":\"AAAA", StringComparison.Ordinal);
        foreach (var garbage in new[] { "{}", "[]", "null", "nonsense", changed, answer[..200] })
        {
            var next = await _host.Tracker.Send(new OfferPasskeySignIn());
            Assert.That(Refusal(next.Offer, garbage), Does.StartWith("This passkey was not accepted."), garbage);
        }
    }

    [Test]
    public async Task Without_a_passkey_the_browser_says_what_to_do()
    {
        var page = await WithAuthenticator();
        await page.GotoAsync($"{Url}/sign-in");
        await page.EvaluateAsync("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Assertions.Expect(page.GetByText("No passkey was used. Try again, or choose another way.")).ToBeVisibleAsync();
        await page.MustBeAccessible();
    }

    [Test]
    public async Task Without_scripts_an_app_works_and_passkeys_are_not_offered()
    {
        var page = await _host.Open(BrowserHost.Phone, javaScript: false);
        await Password(page, TrackerHost.Password);
        await page.GotoAsync($"{Url}/me/second-factor");

        await Assertions.Expect(page.GetByText("Passkeys need JavaScript")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an app" }).ClickAsync();
        await Assertions.Expect(page.Locator(".qr-code svg")).ToBeVisibleAsync();
    }

    private string? Refusal(string offer, string answer) => Assert.ThrowsAsync<ProblemTracker.Shared.Invalid>(() =>
        _host.Tracker.Send(new SignInByPasskey(offer, answer)))!.Errors["answer"].Single();

    private async Task<IPage> WithAuthenticator(int width = BrowserHost.Laptop)
    {
        var page = await _host.Open(width);
        await page.AddAuthenticator();
        return page;
    }

    private async Task AddPasskey(IPage page)
    {
        await Password(page, TrackerHost.Password);
        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        await page.GotoAsync($"{Url}/me/authenticator-app");
        await page.MustBeAccessible();
        await page.GotoAsync($"{Url}/me/second-factor");
        await page.MustBeAccessible();
        await page.GetByLabel("Name of the passkey").FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.Heading()).ToHaveTextAsync("Recovery codes");
    }

    private async Task Password(IPage page, string password)
    {
        await page.GotoAsync($"{Url}/sign-in");
        await page.GetByLabel("Email").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
