using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Mail;

namespace ProblemTracker.BrowserTests.City;

/// <summary>The team publishes a problem, and residents read it, say that it affects them, and follow the news, in Chromium.</summary>
public sealed class NewsWalkTests
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

    [TestCase(BrowserHost.Phone, "es")]
    [TestCase(BrowserHost.Laptop, "en", Category = BrowserHost.Soak)]
    public async Task Team_publishes_a_problem_and_residents_read_it_and_join(int width, string lang)
    {
        var problem = await _host.Tracker.OpenProblem();
        var place = await _host.Tracker.Neighborhood();
        var officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync($"/problems/{problem}/publication");
        await officer.MustBeAccessible();
        await officer.Locator("#Form_Texts_0__Title").FillAsync("Loud music at night");
        await officer.Locator("#Form_Texts_0__Place").FillAsync("412 Tanner Street");
        await officer.Locator("#Form_Texts_0__YouSaid").FillAsync("Music until three in the morning.");
        await officer.Locator("#Form_Texts_1__Title").FillAsync("Música de noche");
        await officer.Locator("#Form_Texts_1__Place").FillAsync("Cuadra 400 de Tanner Street");
        await officer.Locator("#Form_Texts_1__YouSaid").FillAsync("Música hasta las tres.");
        await Press(officer, "Publish", officer.Locator("[data-errors]"));
        await officer.MustBeAccessible();
        await officer.Locator("#Form_Texts_0__Place").FillAsync("400 block of Tanner Street");
        await Press(officer, "Publish", officer.GetByRole(AriaRole.Button, new() { Name = "Take off the public site" }));
        await officer.MustBeAccessible();
        await officer.GotoAsync("/bulletins/write");
        await officer.MustBeAccessible();
        await officer.Locator("#Form_Texts_0__Title").FillAsync("Lock your car");
        await officer.Locator("#Form_Texts_0__Body").FillAsync("See https://city.example/lock for more.");
        await Press(officer, "Send to a supervisor", officer.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }));
        await officer.MustBeAccessible();
        await (await _host.Tracker.SignIn(Role.Supervisor).IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();

        var page = await _host.Open(width);
        await page.GotoAsync($"/city/neighborhoods/{place}?lang={lang}");
        await page.MustBeAccessible();
        await Follow(page, "/city/bulletins/1", page.Locator("a[href='https://city.example/lock']"));
        await page.MustBeAccessible();
        await page.GotoAsync($"/city/neighborhoods/{place}?lang={lang}");
        await Follow(page, "/city/problems/", page.Locator(".ask"));
        await page.MustBeAccessible();
        await Follow(page, "/city/report?about=", page.Locator(".ask strong"));
        await page.Locator("#Description").FillAsync("Me too.");
        await page.Locator("main button.button[type=submit]:not(.outline)").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#Address")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Tanner Street"));

        var other = await _host.Open(width);
        await other.GotoAsync($"/city/report?lang={lang}");
        await other.Locator("#CategoryCode").SelectOptionAsync("noise");
        await other.Locator("#Description").FillAsync("Too loud.");
        await other.Locator("main button.button[type=submit]:not(.outline)").PressAsync("Enter");
        await other.Locator("#NeighborhoodId").SelectOptionAsync($"{place}");
        await other.Locator("main button.button[type=submit]:not(.outline)").PressAsync("Enter");
        await Assertions.Expect(other.Locator("button[name=number]")).ToBeVisibleAsync();
        await other.MustBeAccessible();
    }

    [Test]
    public async Task Resident_subscribes_confirms_and_stops_by_keyboard()
    {
        var place = await _host.Tracker.Neighborhood();
        var page = await _host.Open(BrowserHost.Phone);
        await page.GotoAsync($"/city/neighborhoods/{place}/news?lang=es");
        await page.MustBeAccessible();
        await page.Locator("#Email").FillAsync("rosa@home.example");
        await page.Locator("main button.button[type=submit]:not(.outline)").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await _host.Tracker.Send(new DeliverMail());
        var mail = MimeKit.MimeMessage.Load(Directory.GetFiles(Path.Combine(_host.Tracker.Folder, "mail"), "*.eml").Single());
        await page.GotoAsync(new Uri(mail.Headers[MimeKit.HeaderId.ListUnsubscribe]!.Trim('<', '>')).PathAndQuery);
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sí, envíenme estas noticias" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Usted recibe");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dejar de recibir estos correos" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Borramos su dirección");
        await page.MustBeAccessible();
    }

    private static async Task Follow(IPage page, string address, ILocator then)
    {
        await page.Locator($"main a[href^='{address}']").First.PressAsync("Enter");
        await Assertions.Expect(then).ToBeVisibleAsync();
    }

    private static async Task Press(IPage page, string button, ILocator then)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).PressAsync("Enter");
        await Assertions.Expect(then).ToBeVisibleAsync();
    }
}
