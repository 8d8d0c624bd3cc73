using ImageMagick;
using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.City;

/// <summary>
/// A resident is led to another service of the city, reports to the police all the same, and checks the photos, in Chromium.
/// </summary>
public sealed class CityTopicWalkTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await (await _host.Tracker.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site", new
        {
            isOn = true,
            cityServices = "311",
            acknowledgeDays = 2,
            decideDays = 10,
            cityTopics = new[] { new { name = "Street lights", office = "Public Works", names = new { es = "Alumbrado público" } } },
        })).Ok();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone, "es", "Alumbrado público", "Guardar y continuar", "Reportarlo a la policía", "Foto 1")]
    [TestCase(BrowserHost.Laptop, "en", "Street lights", "Save and continue", "Report it to the police", "Photo 1")]
    public async Task Resident_reports_all_the_same_and_sees_the_photos_before_sending(
        int width, string lang, string topic, string next, string anyway, string photo)
    {
        const string words = "They deal where the lights are out.";
        var page = await _host.Open(width, javaScript: false);
        await page.GotoAsync($"/city/report?lang={lang}");
        await page.Locator("#CategoryCode").SelectOptionAsync(new SelectOptionValue { Label = topic });
        await page.Locator("#Description").FillAsync(words);
        await Next(page.GetByRole(AriaRole.Heading, new() { Name = topic }));
        await Assertions.Expect(page.Locator("main a[href='tel:311']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Public Works");
        await page.GetByRole(AriaRole.Link, new() { Name = anyway }).PressAsync("Enter");
        await Assertions.Expect(page.Locator("#Description")).ToHaveValueAsync(words);
        await Assertions.Expect(page.Locator("#CategoryCode")).ToHaveValueAsync("other");
        await page.Locator("#CategoryCode").SelectOptionAsync("drugs");
        await Next(page.Locator("#Address"));
        await page.Locator("#Address").FillAsync("Tanner Street 400");
        await Next(page.Locator("#Frequency"));
        await Next(page.Locator("input[name=Files]"));
        using var lamp = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png };
        await page.Locator("input[name=Files]").SetInputFilesAsync(
            new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = lamp.ToByteArray() });
        await Next(page.Locator(".summary"));
        var picture = page.Locator(".summary").GetByRole(AriaRole.Img, new() { Name = photo });
        await picture.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("complete", true);
        Assert.That((await picture.BoundingBoxAsync())!.Height, Is.LessThanOrEqualTo(100));
        await page.Locator(".summary a[href*='/report/photos']").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".photos img")).ToHaveCountAsync(1);

        async Task Next(ILocator then)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = next, Exact = true }).Last.PressAsync("Enter");
            await Assertions.Expect(then).ToBeVisibleAsync();
        }
    }

    [TestCase(BrowserHost.Phone)]
    [TestCase(BrowserHost.Laptop)]
    public async Task Pages_of_topics_are_accessible(int width)
    {
        var page = await _host.Open(width);
        await page.GotoAsync("/city/report");
        await page.MustBeAccessible();
        await page.GotoAsync("/city/report/city?topic=Street%20lights");
        await page.MustBeAccessible();
        var administrator = await _host.SignIn(Role.Administrator, width);
        await administrator.GotoAsync("/settings/public-site");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Add a topic" }).PressAsync("Enter");
        await administrator.Locator("[name='Site.CityTopics[2].Name']").FillAsync("Water");
        await administrator.Locator("[name='Site.CityTopics[2].Names[es]']").FillAsync("Agua");
        await administrator.MustBeAccessible();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).PressAsync("Enter");
        await Assertions.Expect(administrator.GetByRole(AriaRole.Status)).ToContainTextAsync("The public site is on.");
        await page.GotoAsync("/city/report?lang=es");
        await Assertions.Expect(page.Locator("#CategoryCode option", new() { HasText = "Agua" })).ToHaveCountAsync(1);
        await administrator.GotoAsync("/settings/categories");
        await administrator.MustBeAccessible();
    }
}
