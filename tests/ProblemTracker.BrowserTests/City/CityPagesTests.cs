using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ProblemTracker.Concerns;
using ProblemTracker.Domain;
using ProblemTracker.Portal;
using ProblemTracker.Surveys;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.City;

/// <summary>Every page of the demo city's public site, in both languages, light and dark.</summary>
public sealed class CityPagesTests
{
    /// <summary>Calendars and feeds, which are files.</summary>
    private static readonly string[] Files =
        ["city/meetings/{id:long}.ics", "city/neighborhoods/{id:long}/calendar.ics", "city/neighborhoods/{id:long}/feed"];

    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start(isDemo: true);
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase("es", BrowserHost.Phone, ColorScheme.Dark)]
    [TestCase("en", BrowserHost.Laptop, ColorScheme.Light, Category = BrowserHost.Soak)]
    public async Task Every_page_is_accessible(string lang, int width, ColorScheme colors)
    {
        var addresses = await Addresses();
        var pages = _host.Tracker.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').ToLowerInvariant())
            .Where(route => route == "city" || route.StartsWith("city/", StringComparison.Ordinal)).Except(["city/index", .. Files]);
        Assert.That(addresses.Keys, Is.EquivalentTo(pages), "Each page has an address here.");

        var page = await _host.Open(width);
        await page.EmulateMediaAsync(new() { ColorScheme = colors });
        foreach (var (route, address) in addresses)
        {
            var reply = await page.GotoAsync($"{address}{(address.Contains('?') ? '&' : '?')}lang={lang}");
            Assert.That(reply!.Status, Is.EqualTo(route.Contains("**") ? 404 : 200), address);
            Assert.That(new Uri(page.Url).AbsolutePath, Is.EqualTo(address.Split('?')[0]), "It did not lead elsewhere.");
            await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", lang);
            await page.MustBeAccessible();
            if (route is not ("city/report" or "city/report/where")) continue;
            // A report goes on only from where it is.
            if (route == "city/report")
            {
                await page.Locator("#CategoryCode").SelectOptionAsync("noise");
                await page.Locator("#Description").FillAsync("Ladran toda la noche.");
            }
            else
            {
                await page.Locator("#Address").FillAsync("112 Foundry Street");
            }
            await page.Locator("main button.button[type=submit]:not(.outline)").PressAsync("Enter");
            await Expect(page.Locator(route == "city/report" ? "#Address" : "button[name=concernId]").First).ToBeVisibleAsync();
        }
    }

    /// <summary>An address of each page that shows something, in the order of a visit.</summary>
    private async Task<Dictionary<string, string>> Addresses()
    {
        var host = _host.Tracker;
        Task<string> Found(string sql) => host.Query(db => db.Single<string>(sql, null, default));
        const string key = "a-report-of-this-test";
        await host.SendFrom("192.0.2.9", new SayWhat(key, "noise", "Loud music."));
        await host.SendFrom("192.0.2.9", new SayWhere(key, "Tanner Street", null));
        var concern = await host.SendFrom("192.0.2.9", new SubmitReport(key));
        var poster = await Found("SELECT MAX(w.PosterToken) FROM SurveyWave w WHERE w.ClosedOn IS NULL");
        var survey = await host.SendFrom("192.0.2.9", new StartFromPoster(poster));
        await host.SendFrom("192.0.2.9", new SubscribeToNews(1, "rosa@home.example", null, NewsPace.Weekly));
        return new()
        {
            ["city"] = "/city",
            ["city/neighborhoods/{id:long}"] = "/city/neighborhoods/1",
            ["city/problems/{number}"] = $"/city/problems/{await Found("""
                SELECT MAX(p.Number) FROM Publication u JOIN Problem p ON p.Id = u.ProblemId WHERE u.ObjectiveKey IS NOT NULL
                """)}",
            ["city/bulletins/{id:long}"] = "/city/bulletins/1",
            ["city/meetings/{id:long}"] = "/city/meetings/4",
            ["city/neighborhoods/{id:long}/news"] = "/city/neighborhoods/1/news",
            ["city/news/{token}"] = (await host.LinkInMail("rosa@home.example")).Split('?')[0],
            ["city/report"] = "/city/report",
            ["city/report/city"] = "/city/report/city?topic=Potholes",
            ["city/report/where"] = "/city/report/where",
            ["city/report/alike"] = "/city/report/alike",
            ["city/report/when"] = "/city/report/when",
            ["city/report/photos"] = "/city/report/photos",
            ["city/report/who"] = "/city/report/who",
            ["city/follow/{token}"] = $"/city/follow/{concern.Token}?said=sent",
            ["city/survey/start/{token}"] = $"/city/survey/start/{poster}",
            ["city/survey/{token}"] = $"/city/survey/{survey.Token}",
            ["city/survey/thanks"] = "/city/survey/thanks",
            ["city/{**path}"] = "/city/nowhere",
        };
    }
}
