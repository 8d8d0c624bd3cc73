using ProblemTracker.Mail;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Host;

/// <summary>A process outside the firewall answers the public site alone, beside the one inside.</summary>
public sealed class PublicOnlyTests
{
    [Test]
    public async Task Only_the_public_site_answers_and_what_is_reported_there_is_on_the_desk_inside()
    {
        using var inside = new TrackerHost();
        await Resident.Open(inside);
        using var outside = new TrackerHost(beside: inside, settings: new Dictionary<string, string?> { ["PublicOnly"] = "true" });
        var client = outside.WithoutCookies();
        foreach (var path in new[]
        {
            "/sign-in", "/problems", "/api/v1/problems", "/api/v1/city", "/docs", "/openapi/v1.json", "/link/x", "/hangfire", "/metrics",
            "/css/site.css", "/js/site.js", "/status/404", "/cityhall", "/first-administrator/x",
        })
        {
            using var reply = await client.GetAsync(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            Assert.That(await reply.Content.ReadAsStringAsync(), Is.EqualTo("Not found"), path);
        }
        using (var start = await client.GetAsync("/")) Assert.That(start.Headers.Location?.ToString(), Is.EqualTo("/city"));
        foreach (var path in new[] { "/city", "/css/city.css", "/js/here.js", "/favicon.svg", "/health/live", "/open311/v2/services.xml" })
        {
            using var reply = await client.GetAsync(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }
        await new Resident(outside).Report();
        Assert.That(await new Browser(inside, ProblemTracker.Domain.Role.Officer).Get("/concerns?open=true"), Does.Contain("C-2026-0001"));
    }

    [Test]
    public async Task Emails_lead_to_the_address_of_the_public_site()
    {
        using var host = new TrackerHost(
            settings: new Dictionary<string, string?> { ["PublicSiteUrl"] = "https://neighbors.city.example/" });
        await Resident.Open(host);
        await new Resident(host).Report(("Email", "rosa@home.example"), ("MayAnswer", "true"));
        await host.Send(new DeliverMail());
        var mail = MimeKit.MimeMessage.Load(Directory.GetFiles(Path.Combine(host.Folder, "mail"), "*.eml").Single());
        Assert.That(mail.TextBody, Does.Contain("https://neighbors.city.example/city/follow/"));
        Assert.That(mail.Headers[MimeKit.HeaderId.ListUnsubscribe], Does.StartWith("<https://neighbors.city.example/city/follow/"));
    }
}
