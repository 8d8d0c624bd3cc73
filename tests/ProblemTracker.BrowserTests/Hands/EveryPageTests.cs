using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ProblemTracker.BrowserTests;

/// <summary>Follows the links of the demo city from My day, one page of each kind, and looks at each as each kind of reader.</summary>
public sealed partial class EveryPageTests
{
    private const int HeaviestPage = 300 * 1024;

    private const string MarkOnMap = "target-size: <div class=\"leaflet-marker-icon";

    private static readonly int[] Widths =
        [320, BrowserHost.Phone, 480, BrowserHost.ZoomedLaptop, BrowserHost.Tablet, BrowserHost.Laptop, 1920];

    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start(isDemo: true);
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase("officer", Category = BrowserHost.Soak)]
    [TestCase("supervisor", Category = BrowserHost.Soak)]
    [TestCase("analyst", Category = BrowserHost.Soak)]
    [TestCase("command", Category = BrowserHost.Soak)]
    [TestCase("admin", Category = BrowserHost.Soak)]
    [TestCase("partner", Category = BrowserHost.Soak)]
    public async Task Each_page_is_accessible_in_both_themes_and_fits_every_width(string account)
    {
        var page = await SignIn(account);
        var faults = new List<string>();
        var seen = await Walk(page, async path =>
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                // The places of marks on a map can't be chosen; the list beside it has the same facts.
                faults.AddRange((await page.Violations()).Where(fault => !fault.StartsWith(MarkOnMap, StringComparison.Ordinal))
                    .Select(fault => $"{path} {theme}: {fault}"));
            }
            foreach (var width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                if (await page.EvaluateAsync<int>(Over) is > 0 and var over) faults.Add($"{path} is {over} pixels wider than {width}.");
            }
            await page.SetViewportSizeAsync(BrowserHost.Laptop, 900);
        });

        Assert.That(faults, Is.Empty);
        Assert.That(seen, Has.Count.GreaterThan(account == "partner" ? 2 : 10));
    }

    [TestCase("officer")]
    [TestCase("supervisor", Category = BrowserHost.Soak)]
    [TestCase("command", Category = BrowserHost.Soak)]
    public async Task No_page_sends_more_than_300_kB_on_first_view(string account)
    {
        var page = await SignIn(account);
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        double bytes = 0;
        devTools.Event("Network.loadingFinished").OnEvent +=
            (_, loaded) => bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        var heavy = new List<string>();
        await Walk(page, async path =>
        {
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            bytes = 0;
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            if (bytes > HeaviestPage) heavy.Add($"{path}: {bytes / 1024:0} kB");
        });

        Assert.That(heavy, Is.Empty);
    }

    /// <summary>Signs in as one of the people of the demo city.</summary>
    private async Task<IPage> SignIn(string account)
    {
        var page = await _host.Open();
        await page.GotoAsync("/sign-in");
        await page.Locator($"button[value='{account}@demo.example']").ClickAsync();
        return page;
    }

    /// <summary>Visits one page of each kind that links lead to.</summary>
    /// <returns>Their paths.</returns>
    private static async Task<IReadOnlyList<string>> Walk(IPage page, Func<string, Task> look)
    {
        var (waiting, seen, visited) = (new Queue<string>(["/"]), new HashSet<string> { "/" }, new List<string>());
        while (waiting.TryDequeue(out var path))
        {
            var reply = await page.GotoAsync(path);
            if (reply?.Headers.GetValueOrDefault("content-type")?.StartsWith("text/html", StringComparison.Ordinal) != true) continue;
            Assert.That(reply.Status, Is.EqualTo(200), path);
            visited.Add(path);
            await look(path);
            foreach (var link in (await page.EvaluateAsync<JsonElement>(Links)).EnumerateArray().Select(link => link.GetString()!))
                if (seen.Add(Number().Replace(link.Split('?')[0], "N"))) waiting.Enqueue(link);
        }
        return visited;
    }

    private const string Over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    // Files, the dashboard of jobs, and the API are not pages of ours.
    private const string Links = """
        () => [...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href').split('#')[0])
            .filter(href => !/^\/(hangfire|api|docs|health)|format=|handler=|\.(csv|zip|ics|json)/.test(href))
        """;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
