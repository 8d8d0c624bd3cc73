using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests;

public sealed class SigningInTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_officer_signs_in_and_out()
    {
        var page = await _host.SignIn(Role.Officer);

        await Assertions.Expect(page.Heading()).ToHaveTextAsync("My day");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.Heading()).ToHaveTextAsync("Sign in");
    }
}
