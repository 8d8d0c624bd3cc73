using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using ProblemTracker.Demo;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.Demo;

/// <summary>Every list and page of the demo has content, and shows the mark that says the demo is fictional.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DemoPagesTests
{
    private static readonly DemoAccount[] Visitors =
        [DemoCity.Command, DemoCity.Supervisor, DemoCity.Officer, DemoCity.Administrator, DemoCity.Partner];

    /// <summary>Paths that may answer without rows, and why.</summary>
    private static readonly (string Path, string Reason)[] Empty =
    [
        ("/api/v1/mail", "the jobs of a running server write emails in the morning"),
        ("/api/v1/jobs", "jobs run only on a running server"),
        ("/api/v1/me/nearby", "lists what is new since the reader's last visit"),
        ("/api/v1/settings/holidays", "each agency enters its own"),
        ("/api/v1/settings/holidays/coverage", "not a list"),
        ("/api/v1/signals/run", "not a list"),
        ("/api/v1/patrol/time", "not a list"),
        ("/api/v1/patrol/plans", "not a list"),
        ("/api/v1/patrol/now", "not a list"),
        ("/api/v1/problems/similar", "needs a place"),
        ("/api/v1/stakeholders/similar", "needs a name"),
        ("/api/v1/search", "needs search words"),
        ("/api/v1/search/people", "needs search words"),
        ("/api/v1/search/suggestions", "needs search words"),
        ("/api/v1/problems/by-number", "needs a number"),
        ("/api/v1/mail/status", "not a list"),
        ("/api/v1/settings/set-up", "the demo needs no first steps"),
        ("/api/v1/settings/agency", "not a list"),
        ("/api/v1/settings/time-zone", "not a list"),
        ("/api/v1/settings/seal-recipients", "not a list"),
        ("/api/v1/settings/deadlines", "not a list"),
        ("/api/v1/settings/retention", "not a list"),
        ("/api/v1/retention", "not a list"),
        ("/api/v1/retention/due", "each agency sets how long it keeps records"),
        ("/api/v1/retention/holds", "nobody sues the demo city"),
        ("/api/v1/retention/proposed", "the demo city keeps everything for good"),
        ("/api/v1/retention/certificates", "nothing is old enough in the demo"),
        ("/api/v1/neighborhoods/overlaps", "the demo city's neighborhoods only touch"),
        ("/api/v1/settings/sign-in", "not a list"),
        ("/api/v1/settings/public-site", "not a list"),
        ("/api/v1/settings/map", "not a list"),
        ("/api/v1/settings/files", "not a list"),
        ("/api/v1/incidents/addresses", "needs the words to look up"),
        ("/api/v1/incidents/count", "not a list"),
        ("/api/v1/demo/clock", "not a list"),
        ("/api/v1/me/settings", "not a list"),
        ("/api/v1/updates/ways", "not a list"),
    ];

    private TrackerHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = new(demo: true);
    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Every_API_list_has_rows_for_at_least_one_visitor()
    {
        var paths = (await ApiDocument.Of(_host)).Operations.Where(o => o.Method is "GET").Select(o => o.At(1))
            .Where(path => !path.Contains("/1", StringComparison.Ordinal)).Select(path => path.TrimEnd('/')).ToList();
        Assert.That(Empty.Select(e => e.Path).Except(paths), Is.Empty, "Remove paths that no longer exist.");
        var visitors = new List<HttpClient>();
        foreach (var visitor in Visitors) visitors.Add(await _host.SignInDemo(visitor.Email));

        foreach (var path in paths.Where(path => !path.EndsWith(".csv", StringComparison.Ordinal) && Empty.All(e => e.Path != path)))
        {
            var isFilled = false;
            foreach (var visitor in visitors)
            {
                using var reply = await visitor.GetAsync(path);
                if (reply.StatusCode == HttpStatusCode.OK && HasRows(await reply.Json())) isFilled = true;
            }
            Assert.That(isFilled, $"{path} has no rows for any visitor.");
        }
    }

    [Test]
    public async Task Every_page_shows_the_demo_mark_and_has_content_for_at_least_one_visitor()
    {
        var pages = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null && e.RoutePattern.Parameters.Count == 0)
            .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}")
            .Where(path => !path.EndsWith("/index", StringComparison.OrdinalIgnoreCase))
            // These are steps on the way in and out.
            .Except(["/sign-out", "/sign-in/code", "/sign-on", "/city/report/alike", "/city/report/city", "/city/report/who"])
            .Order(StringComparer.Ordinal).ToList();
        var sessions = new List<string>();
        foreach (var visitor in Visitors)
            sessions.Add(
                await SessionCookies.Cookie(_host,
                    await _host.Query(db => db.Single<long>("SELECT Id FROM Person WHERE Email = @Email", visitor, default))));

        Assert.That(pages, Has.Count.GreaterThan(15));
        foreach (var path in pages)
        {
            var (opened, filled) = (0, 0);
            foreach (var session in sessions)
            {
                if (await Page(path, session) is not { } html) continue;
                Assert.That(html, Does.Contain(TrackerOptions.DemoMark), path);
                opened++;
                if (!html.Contains("class=\"empty-state\"", StringComparison.Ordinal)) filled++;
            }
            Assert.That(opened, Is.GreaterThan(0), path);
            // Each agency enters its own holidays and sets how long it keeps records. Without a list before them, nothing is chosen.
            var isEmpty = path is "/settings/holidays" or "/retention" or "/retention/holds" or "/retention/certificates"
                or "/problems/bulk" or "/actions/bulk";
            Assert.That(filled, isEmpty ? Is.Zero : Is.GreaterThan(0), $"{path} is empty for every visitor.");
        }
    }

    [Test]
    public async Task Problem_pages_printed_pages_and_public_pages_show_the_demo_mark()
    {
        var session = await SessionCookies.Cookie(_host,
            await _host.Query(db => db.Single<long>("SELECT Id FROM Person WHERE Email = @Email", DemoCity.Supervisor, default)));
        foreach (var path in new[] { "/problems/1", "/problems/1/print", "/problems/1/report", "/problems/1/evidence", "/problems/1/audit",
            "/link/nothing", "/sign-in", "/city/report/city?topic=Potholes" })
        {
            using var reply = await Get(path, session);
            Assert.That(WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()), Does.Contain(TrackerOptions.DemoMark), path);
        }
        var css = Repository.Read("src/ProblemTracker/wwwroot/css/site.css");
        Assert.That(
            System.Text.RegularExpressions.Regex.IsMatch(css[css.IndexOf("@media print", StringComparison.Ordinal)..],
                @"\.demo-strip[^{]*\{[^}]*display: none"), Is.False, "The demo mark must be printed too.");
    }

    [Test]
    public async Task Emails_start_with_the_demo_mark()
    {
        using var host = new TrackerHost(demo: true);
        await host.Send(new SendMorningMail());
        await host.Send(new SendOutsideReminders());
        await host.Send(new DeliverMail());

        var emails = Directory.GetFiles(Path.Combine(host.Folder, "mail"), "*.eml").Select(file => MimeMessage.Load(file)).ToList();
        Assert.That(emails, Has.Count.GreaterThan(3));
        Assert.That(emails.Select(email => email.TextBody), Has.All.StartsWith(TrackerOptions.DemoMark));
        Assert.That(emails.Where(email => email.HtmlBody is not null).Select(email => email.HtmlBody),
            Has.All.Contains($"<p>{TrackerOptions.DemoMark}</p>"));
    }

    /// <summary>The page's HTML; null if this visitor can't open it. Follows a list's redirect to its default filter.</summary>
    private async Task<string?> Page(string path, string session)
    {
        var reply = await Get(path, session);
        if (reply.StatusCode == HttpStatusCode.Redirect
            && reply.Headers.Location!.ToString().StartsWith($"{path}?", StringComparison.Ordinal))
            reply = await Get(reply.Headers.Location.ToString(), session);
        return reply.StatusCode == HttpStatusCode.OK ? WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()) : null;
    }

    private Task<HttpResponseMessage> Get(string path, string session)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", session);
        return _host.Anonymous.SendAsync(request);
    }

    private static bool HasRows(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object when value.TryGetProperty("items", out var items) => items.GetArrayLength() > 0,
        JsonValueKind.Object =>
            value.EnumerateObject().Any(p => p.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object && HasRows(p.Value)),
        _ => false,
    };
}
