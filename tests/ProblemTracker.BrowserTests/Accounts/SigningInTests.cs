using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.Accounts;

public sealed class SigningInTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_officer_signs_in_and_out()
    {
        _host.Tracker.IdOf(Role.Officer);
        var page = await _host.Open();
        await BrowserHost.SignIn(page, "officer@test.example", TrackerHost.Password);

        await Assertions.Expect(page.Heading()).ToContainTextAsync("My day");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.Heading()).ToHaveTextAsync("Sign in");
    }

    [Test]
    public async Task Five_wrong_passwords_lock_this_address_out_of_the_account()
    {
        _host.Tracker.IdOf(Role.Officer);
        var page = await _host.Open();
        for (var i = 0; i < 5; i++) await BrowserHost.SignIn(page, "officer@test.example", "wrong");
        await Assertions.Expect(page.GetByText("The email or password is wrong").First).ToBeVisibleAsync();

        await BrowserHost.SignIn(page, "officer@test.example", TrackerHost.Password);

        await Assertions.Expect(page.GetByText("too many attempts failed").First).ToBeVisibleAsync();
        await page.MustBeAccessible();
    }

    [TestCase("/incidents", "/incidents")]
    [TestCase("https://elsewhere.example/", "/")]
    [TestCase("//elsewhere.example/", "/")]
    public async Task Signing_in_returns_to_the_requested_page_but_never_to_another_site(string wanted, string path)
    {
        _host.Tracker.IdOf(Role.Officer);
        var page = await _host.Open();
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");
        await page.GetByLabel("Email").FillAsync("officer@test.example");
        await page.GetByLabel("Password").FillAsync(TrackerHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator(".account-person")).ToHaveCountAsync(1);
        Assert.That(new Uri(page.Url).AbsolutePath, Is.EqualTo(path));
    }
}
