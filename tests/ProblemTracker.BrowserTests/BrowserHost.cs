using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.BrowserTests;

/// <summary>
/// Runs the product on a port of its own and opens it in Debian's Chromium. Errors and warnings in the browser's console, including
/// violations of the content security policy, fail the test when it ends.
/// </summary>
public sealed class BrowserHost : IAsyncDisposable
{
    public const int Laptop = 1280;
    public const int Tablet = 768;

    /// <summary>A laptop's window at 200 percent zoom.</summary>
    public const int ZoomedLaptop = Laptop / 2;

    public const int Phone = 360;

    /// <summary>Category of tests that only <c>scripts/test --soak</c> runs, since other runs cover the other width.</summary>
    public const string Soak = "Soak";

    // Without windows to draw, the headless shell needs half the processor time of the whole browser.
    private static readonly string? Chromium =
        Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"], File.Exists);

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
        // The headless shell would otherwise round the widths of letters, and lay pages out unlike the whole browser.
        "--font-render-hinting=none",
    ];

    private static readonly Lazy<Task<IBrowser>> Browser = new(() => Launch([]));

    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _complaints = [];

    private readonly TrackerHost? _tracker;
    private readonly string _address;
    private readonly Lazy<Task<IBrowser>>? _browser;

    private BrowserHost(TrackerHost? tracker, string address, Lazy<Task<IBrowser>>? browser = null) =>
        (_tracker, _address, _browser) = (tracker, address, browser);

    /// <summary>The product, its database, clock and people.</summary>
    public TrackerHost Tracker => _tracker ?? throw new InvalidOperationException("The product runs as a process of its own.");

    /// <summary>An address at localhost, for <c>PublicUrl</c>: browsers have passkeys only at names.</summary>
    public static string FreeAddress()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Skips the test if Chromium is not installed.</summary>
    /// <param name="isDemo">Whether the demo city is open.</param>
    /// <param name="settings">Additional configuration; with <c>PublicUrl</c> the product listens on its port.</param>
    /// <param name="reused">Whether a later test with the same settings may have the same product, begun anew.</param>
    public static BrowserHost Start(bool isDemo = false, IReadOnlyDictionary<string, string?>? settings = null, bool reused = false)
    {
        MustHaveChromium();
        var tracker = new TrackerHost(demo: isDemo, listens: true, settings: settings, reused: reused);
        return new(tracker, tracker.Address.ToString());
    }

    /// <summary>Browsers for a product that listens already, such as one with data of earlier years; they end it too.</summary>
    public static BrowserHost Over(TrackerHost tracker)
    {
        MustHaveChromium();
        return new(tracker, tracker.Address.ToString());
    }

    /// <summary>Browsers for a product that runs as a process of its own.</summary>
    public static BrowserHost At(string address)
    {
        MustHaveChromium();
        return new(null, address);
    }

    /// <summary>
    /// Browsers that find a server's name at a port of this machine and trust its certificate. A browser that only overlooks errors of a
    /// certificate has no passkeys.
    /// </summary>
    /// <param name="host">The name.</param>
    /// <param name="port">Where nginx listens.</param>
    /// <param name="keyHash">SHA-256 of the certificate's public key in Base64.</param>
    public static BrowserHost Behind(string host, int port, string keyHash)
    {
        MustHaveChromium();
        string[] flags = [$"--host-resolver-rules=MAP {host}:443 127.0.0.1:{port}", $"--ignore-certificate-errors-spki-list={keyHash}"];
        return new(null, $"https://{host}", new(() => Launch(flags)));
    }

    private static async Task<IBrowser> Launch(string[] flags) => await (await Playwright.CreateAsync()).Chromium.LaunchAsync(
        new() { ExecutablePath = Chromium, Headless = true, Args = [.. Flags, .. flags] });

    private static void MustHaveChromium()
    {
        if (Chromium is null) Assert.Ignore("Chromium not found. Install Debian's chromium-headless-shell to run the browser tests.");
    }

    /// <summary>A page in a new browser context, not signed in.</summary>
    public async Task<IPage> Open(int width = Laptop, bool javaScript = true)
    {
        var context = await (await (_browser ?? Browser).Value).NewContextAsync(new()
        {
            BaseURL = _address,
            ViewportSize = new() { Width = width, Height = width == Phone ? 740 : 900 },
            JavaScriptEnabled = javaScript,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(15_000);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // The dashboard of Hangfire asks for an inline icon, which our policy refuses.
            if (page.Url.Contains("/hangfire/", StringComparison.Ordinal)) return;
            // The browser logs an expected 4xx response as a failed load.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>A blank page in a new browser context with the session cookie of a person with this role.</summary>
    public async Task<IPage> SignIn(Role role, int width = Laptop, bool javaScript = true)
    {
        var page = await Open(width, javaScript);
        var cookie = (await SessionCookies.Cookie(Tracker, role)).Split('=', 2);
        await page.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = Tracker.Address.ToString() }]);
        return page;
    }

    /// <summary>Signs in through the form.</summary>
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
        if (_browser is { IsValueCreated: true }) await (await _browser.Value).DisposeAsync();
        _tracker?.Dispose();
        Assert.That(_complaints, Is.Empty, "The browser logged errors or warnings.");
    }
}

public static class PageChecks
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // The page's stylesheets are not fetched again: no rule for these levels of WCAG needs their text.
    private const string FindViolations = """
        async () => {
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            const found = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false });
            return found.violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' | ')}`);
        }
        """;

    /// <summary>The rules of WCAG A to 2.2 AA that axe finds violated, each with the elements that violate it.</summary>
    /// <remarks>
    /// Axe runs in the page itself. Deque's package for Playwright opens a second page to combine frames, which takes ten times as long,
    /// and our pages have no frames.
    /// </remarks>
    public static async Task<string[]> Violations(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(FindViolations);
    }

    /// <summary>Checks that axe finds no violation, and that nothing is wider than the window, a tablet's or a zoomed one.</summary>
    public static async Task MustBeAccessible(this IPage page)
    {
        Assert.That(await page.Violations(), Is.Empty, page.Url);
        Assert.That(await page.EvaluateAsync<int>(WidthWithDetailsOpen), Is.Zero, $"{page.Url} is wider than the window.");
        var window = page.ViewportSize!;
        foreach (var width in new[] { BrowserHost.Tablet, BrowserHost.ZoomedLaptop })
        {
            await page.SetViewportSizeAsync(width, window.Height);
            Assert.That(await page.EvaluateAsync<int>(WidthWithDetailsOpen), Is.Zero, $"{page.Url} is wider than {width} pixels.");
        }
        await page.SetViewportSizeAsync(window.Width, window.Height);
    }

    /// <summary>
    /// Checks what a browser without JavaScript shows, in another page that has it, because axe needs it. The product's scripts don't run.
    /// </summary>
    public static async Task MustBeAccessibleIn(this IPage page, IPage scripted)
    {
        var (address, html) = (page.Url, await page.ContentAsync());
        await scripted.RouteAsync("**/*.js", route => route.AbortAsync());
        await scripted.RouteAsync(url => url == address, route => route.FulfillAsync(new() { ContentType = "text/html", Body = html }));
        await scripted.GotoAsync(address);
        await scripted.UnrouteAllAsync();
        await scripted.MustBeAccessible();
    }

    // Measured with every disclosure open, then put back.
    private const string WidthWithDetailsOpen = """
        () => {
            const closed = [...document.querySelectorAll('details:not([open])')];
            closed.forEach(details => details.open = true);
            const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
            closed.forEach(details => details.open = false);
            return over;
        }
        """;

    /// <summary>Gives the page's device passkeys. It confirms by itself that it is its owner.</summary>
    public static async Task AddAuthenticator(this IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    /// <summary>Shows all sections of a worksheet at once, as browsers without scripts do.</summary>
    public static async Task ShowAllSections(this IPage page)
    {
        await page.OpenSectionList();
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Show all sections" });
        if (await toggle.IsVisibleAsync()) await toggle.ClickAsync();
    }

    /// <summary>Opens the list of a worksheet's sections, which a phone shows on demand.</summary>
    public static async Task OpenSectionList(this IPage page)
    {
        if (await page.Locator("[data-section-list]:not([open]) > summary").IsVisibleAsync())
            await page.Locator("[data-section-summary]").ClickAsync();
    }

    /// <summary>Adds blank rows to a list of a worksheet.</summary>
    public static async Task AddRows(this IPage page, string button, int count = 1)
    {
        for (var i = 0; i < count; i++) await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    public static ILocator Heading(this IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });
}
