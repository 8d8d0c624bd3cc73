using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.BrowserTests;

/// <summary>
/// The product on a port of its own and Debian's Chromium in front of it. Console messages and refusals of the content security policy
/// are collected and fail the test when it ends.
/// </summary>
public sealed class BrowserHost : IAsyncDisposable
{
    public const int Laptop = 1280;
    public const int Phone = 360;

    /// <summary>Only with <c>scripts/test --soak</c>: a walk that is done at the other width anyway.</summary>
    public const string Soak = "Soak";

    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Browser = new(async () =>
        await (await Playwright.CreateAsync()).Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Headless = true, Args = Flags }));

    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _complaints = [];

    private BrowserHost(bool isDemo) => Tracker = new(demo: isDemo, listens: true);

    /// <summary>The product, its database, clock and people.</summary>
    public TrackerHost Tracker { get; }

    /// <summary>Skips the test where there is no Chromium.</summary>
    public static BrowserHost Start(bool isDemo = false)
    {
        if (!File.Exists(Chromium)) Assert.Ignore($"There is no {Chromium}; install Debian's package chromium to run the browser tests.");
        return new(isDemo);
    }

    /// <summary>A fresh browser, nobody signed in.</summary>
    public async Task<IPage> Open(int width = Laptop, bool javaScript = true)
    {
        var context = await (await Browser.Value).NewContextAsync(new()
        {
            BaseURL = Tracker.Address.ToString(),
            ViewportSize = new() { Width = width, Height = width == Phone ? 740 : 900 },
            JavaScriptEnabled = javaScript,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(15_000);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A page that answers 4xx on purpose is logged as a failed load by the browser.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>A browser that holds the session cookie of a person with this role; no page is open yet.</summary>
    public async Task<IPage> SignIn(Role role, int width = Laptop, bool javaScript = true)
    {
        var page = await Open(width, javaScript);
        var cookie = (await Sessions.Cookie(Tracker, role)).Split('=', 2);
        await page.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = Tracker.Address.ToString() }]);
        return page;
    }

    /// <summary>Signs in by the form.</summary>
    public static async Task SignIn(IPage page, string email, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts) await context.DisposeAsync();
        Tracker.Dispose();
        Assert.That(_complaints, Is.Empty, "The browser complained.");
    }
}

public static class PageChecks
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        // What passes is not described: that would cost most of the time.
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>No finding of axe for WCAG A to 2.2 AA, and nothing wider than the window.</summary>
    public static async Task MustBeAccessible(this IPage page)
    {
        var found = (await page.RunAxe(Rules)).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}");
        Assert.That(found, Is.Empty, page.Url);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"), Is.Zero,
            $"{page.Url} is wider than the window.");
    }

    public static ILocator Heading(this IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });
}
