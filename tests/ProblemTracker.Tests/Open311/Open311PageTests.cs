using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Open311;

/// <summary>The settings of Open311 in the browser.</summary>
public sealed class Open311PageTests
{
    private TrackerHost _host = null!;
    private Browser _browser = null!;

    [SetUp]
    public void Start()
    {
        _host = new();
        _browser = new(_host, Role.Administrator);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Administrator_issues_a_key_that_is_shown_once_and_revokes_it()
    {
        var made = await _browser.Post("/settings/open311/keys/new",
            new() { ["Name"] = "FixMyStreet", ["Contact"] = "dev@fms.example", ["PerMinute"] = "30" });
        var listed = await _browser.Get("/settings/open311");
        await _browser.Post("/settings/open311?handler=Revoke", new() { ["keyId"] = "1" }, "/settings/open311", "/settings/open311");
        var revoked = await _browser.Get("/settings/open311");

        Assert.Multiple(() =>
        {
            Assert.That(made, Does.Match("o311_[A-Za-z0-9_-]{43}"));
            Assert.That(listed, Does.Contain("FixMyStreet").And.Contain("30 per minute").And.Not.Contain("o311_"));
            Assert.That(revoked, Does.Contain("Revoked Mar 2, 2026"));
        });
    }

    [Test]
    public async Task Settings_are_saved_with_private_categories_and_a_server_with_its_services()
    {
        await _browser.Post("/settings/open311", new()
        {
            ["Server.JurisdictionId"] = "harbor-city.example",
            ["Server.Contact"] = "dev@harbor.example",
            ["Server.PrivateCategories"] = "drugs",
            ["Server.Version"] = "0",
        }, "/settings/open311", "/settings/open311");
        await _browser.Post("/settings/open311/feeds/new", new()
        {
            ["Name"] = "Rivertown",
            ["Address"] = "http://127.0.0.1:9/v2",
            ["Services[0].Code"] = "001",
            ["Services[0].CategoryCode"] = "noise",
            ["Services[1].Code"] = "",
            ["IsOn"] = "true",
        }, "/settings/open311/feeds/1", "/settings/open311/feeds/new");
        await _browser.Post("/settings/open311/feeds/1?handler=Pull", [], "/settings/open311/feeds/1", "/settings/open311/feeds/1");
        var feed = await _browser.Get("/settings/open311/feeds/1");
        var page = await _browser.Get("/settings/open311");

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("value=\"harbor-city.example\"").And.Contain("dev@harbor.example"));
            Assert.That(page, Does.Match("value=\"drugs\"\\s+checked"));
            Assert.That(feed, Does.Contain("No connection to the server").And.Contain("value=\"001\""));
        });
    }

    [Test]
    public async Task Pages_are_for_administrators()
    {
        foreach (var path in new[] { "/settings/open311", "/settings/open311/keys/new", "/settings/open311/feeds/new" })
        {
            using var reply = await new Browser(_host, Role.Supervisor).Reply(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
        }
    }
}
