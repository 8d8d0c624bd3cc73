using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Pages;

public sealed class ThemeTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Colors_follow_the_device_until_a_choice_is_kept_in_the_browser()
    {
        const string byDevice = "media=\"screen and (prefers-color-scheme: dark)\"";
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/me"), Does.Contain(byDevice));

        await browser.Post("/me?handler=Colors", new() { ["Colors"] = "Dark" }, redirect: "/me", formOn: "/me");
        Assert.That(await browser.Get("/sign-in"), Does.Match("dark[^\"]*\\.css\" media=\"screen\">"));

        await browser.Post("/me?handler=Colors", new() { ["Colors"] = "Light" }, redirect: "/me", formOn: "/me");
        Assert.That(await browser.Get("/me"), Does.Not.Match("href=\"[^\"]*dark[^\"]*css"));

        await browser.Post("/me?handler=Colors", new() { ["Colors"] = "System" }, redirect: "/me", formOn: "/me");
        Assert.That(await browser.Get("/me"), Does.Contain(byDevice));
    }

    [TestCase("")]
    [TestCase("Purple")]
    [TestCase("7")]
    public async Task An_unknown_choice_is_an_error_with_its_field(string choice)
    {
        var page = await new Browser(_host, Role.Officer).Post("/me?handler=Colors", new() { ["Colors"] = choice }, formOn: "/me");

        Assert.That(page, Does.Contain("href=\"#colors-System\">Choose one of the options."));
    }
}
