using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.BrowserTests.City;

/// <summary>A resident reports and follows a concern on the public site, and an officer answers it, in Chromium.</summary>
public sealed class CityWalkTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await (await _host.Tracker.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "311", acknowledgeDays = 2, decideDays = 10 })).Ok();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone, "es", "Guardar y continuar", "Enviar reporte", "Enviar mensaje")]
    [TestCase(BrowserHost.Laptop, "en", "Save and continue", "Send report", "Send message")]
    public async Task Resident_reports_by_keyboard_and_reads_the_officers_answer(int width, string lang, string next, string send,
        string say)
    {
        var page = await _host.Open(width);
        await page.GotoAsync($"/city?lang={lang}");
        await page.MustBeAccessible();
        await page.Locator("main .button").PressAsync("Enter");
        await page.Locator("#CategoryCode").SelectOptionAsync("noise");
        await page.MustBeAccessible();
        await page.Locator("#Description").FillAsync("La música del bar no deja dormir a mis hijos.");
        await Press(page, next, page.Locator(".step:has-text('2')"));
        // The error leads to its field.
        await Press(page, next, page.Locator("[data-errors]"));
        await page.MustBeAccessible();
        await page.Locator("[data-errors] a").ClickAsync();
        await page.Locator("#Address").FillAsync("Tanner Street 400");
        await Press(page, next, page.Locator(".step:has-text('3')"));
        await page.MustBeAccessible();
        await page.Locator("#Frequency").SelectOptionAsync("EveryWeek");
        await Press(page, next, page.Locator(".step:has-text('4')"));
        await page.MustBeAccessible();
        await Press(page, next, page.Locator(".summary"));
        await page.MustBeAccessible();
        await Press(page, send, page.GetByRole(AriaRole.Status));
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C-2026-0001");
        await page.MustBeAccessible();
        await page.Locator("#Text").FillAsync("Anoche otra vez.");
        await Press(page, say, page.Locator(".messages"));
        await Assertions.Expect(page.Locator(".messages")).ToContainTextAsync("Anoche otra vez.");

        var desk = await _host.SignIn(Role.Officer, width);
        await desk.GotoAsync("/concerns");
        await desk.MustBeAccessible();
        await desk.GetByRole(AriaRole.Link, new() { Name = "C-2026-0001" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Status)).ToContainTextAsync("acknowledged");
        await desk.GetByLabel("Message to the reporter").FillAsync("¿Qué bar es?");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send message" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".note")).ToHaveCountAsync(2);
        await desk.MustBeAccessible();

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".messages")).ToContainTextAsync("¿Qué bar es?");
        await page.MustBeAccessible();
    }

    [TestCase(BrowserHost.Phone, true)]
    [TestCase(BrowserHost.Phone, false)]
    [TestCase(BrowserHost.Laptop, false)]
    public async Task Resident_says_where_by_the_phones_place_or_by_a_picture_without_scripts(int width, bool byPhone)
    {
        await _host.Tracker.Import(Boundaries.Collection(Boundaries.Feature("Alder Hill", Boundaries.Square(-77.55, 43.5, 0.05))));
        var page = await _host.Open(width, javaScript: byPhone);
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new() { Latitude = 43.52f, Longitude = -77.52f });
        await page.GotoAsync("/city/report");
        await page.Locator("#CategoryCode").SelectOptionAsync("noise");
        await page.Locator("#Description").FillAsync("Loud music.");
        await Press(page, "Save and continue", page.Locator(".step:has-text('2')"));
        if (byPhone)
        {
            await page.MustBeAccessible();
            await page.GetByRole(AriaRole.Button, new() { Name = "I am there now" }).PressAsync("Enter");
        }
        else
        {
            await Assertions.Expect(page.GetByText("I am there now")).ToBeHiddenAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Map of the city" })
                .ClickAsync(new() { Position = new() { X = 200, Y = 120 } });
        }
        await Assertions.Expect(page.GetByLabel("Use the point on the map")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#map")).ToContainTextAsync("Alder Hill");
        if (byPhone) await page.MustBeAccessible();
        // The Enter key in a field goes on and doesn't press the picture.
        await page.Locator("#Address").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".step:has-text('3')")).ToBeVisibleAsync();
    }

    [Test]
    public async Task First_view_is_small_and_has_no_script()
    {
        var page = await _host.Open(BrowserHost.Phone);
        await page.GotoAsync("/city/report", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var bytes = await page.EvaluateAsync<long>("""
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .reduce((sum, entry) => sum + entry.decodedBodySize, 0)
            """);
        Assert.That(bytes, Is.GreaterThan(1000).And.LessThan(150_000));
        Assert.That(await page.Locator("script").CountAsync(), Is.Zero);
    }

    /// <summary>Presses a button by keyboard and waits for what the next page has.</summary>
    private static async Task Press(IPage page, string button, ILocator then)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).PressAsync("Enter");
        await Assertions.Expect(then).ToBeVisibleAsync();
    }
}
