using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.City;

/// <summary>An officer builds a survey, a resident answers it by keyboard, and the department reads the results, in Chromium.</summary>
public sealed class SurveyWalkTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await (await _host.Tracker.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "311", acknowledgeDays = 2, decideDays = 10 })).Ok();
        await _host.Tracker.Neighborhood();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone, "es", "Guardar y continuar", "Enviar mis respuestas", "Empezar la encuesta", "Gracias")]
    [TestCase(BrowserHost.Laptop, "en", "Save and continue", "Send my answers", "Start the survey", "Thank you")]
    public async Task Officer_asks_residents_answer_by_keyboard_and_the_commander_reads(int width, string lang, string next, string send,
        string start, string thanks)
    {
        var desk = await _host.SignIn(Role.Officer, width);
        await desk.GotoAsync("/surveys");
        await desk.MustBeAccessible();
        await desk.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Create a survey" }).First.ClickAsync();
        await desk.MustBeAccessible();
        await desk.Locator("#Title").FillAsync("How do you feel here?");
        await desk.Locator("#NeighborhoodId").SelectOptionAsync(new SelectOptionValue { Label = "Alder Hill" });
        await desk.GetByRole(AriaRole.Button, new() { Name = "Create survey" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "Edit questions" }).ClickAsync();
        await desk.MustBeAccessible();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save questions" }).ClickAsync();
        await desk.Locator("#Phase").SelectOptionAsync("Before");
        await desk.Locator("#Area").SelectOptionAsync("Response");
        await desk.Locator("#ClosesOn").FillAsync("2026-03-15");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Add wave" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Status)).ToContainTextAsync("invite people");
        await desk.MustBeAccessible();
        await desk.GetByRole(AriaRole.Link, new() { Name = "Print poster" }).ClickAsync();
        await desk.MustBeAccessible();
        var poster = new Uri(await desk.Locator(".poster .trace").InnerTextAsync()).AbsolutePath;

        for (var person = 0; person < 5; person++)
        {
            var page = await _host.Open(width);
            await page.GotoAsync($"{poster}?lang={lang}");
            if (person == 0) await page.MustBeAccessible();
            await Press(page, start, page.Locator(".step"));
            for (var step = 1; step <= 5; step++)
            {
                await Assertions.Expect(page.Locator("progress")).ToHaveAttributeAsync("value", $"{step}");
                if (person == 0) await page.MustBeAccessible();
                foreach (var question in await page.Locator("fieldset").AllAsync())
                {
                    await question.Locator("input").First.FocusAsync();
                    for (var presses = 0; presses < 3; presses++) await page.Keyboard.PressAsync("ArrowDown");
                    await Assertions.Expect(question.Locator("input").Nth(3)).ToBeCheckedAsync();
                }
                await Press(page, step == 5 ? send : next, step == 5 ? page.GetByRole(AriaRole.Heading, new() { Name = thanks })
                    : page.Locator($"progress[value='{step + 1}']"));
            }
            if (person == 0)
            {
                await page.MustBeAccessible();
                Assert.That(await page.Locator("script").CountAsync(), Is.Zero);
            }
        }

        await desk.GotoAsync("/surveys/1");
        await desk.GetByText("Close this wave").ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Close wave" }).ClickAsync();
        var commander = await _host.SignIn(Role.Command, width);
        await commander.GotoAsync("/surveys/1/results");
        await commander.MustBeAccessible();
        await Assertions.Expect(commander.Locator("table").First).ToContainTextAsync("100%");
    }

    /// <summary>Presses a button by keyboard and waits for what the next page has.</summary>
    private static async Task Press(IPage page, string button, ILocator then)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(then).ToBeVisibleAsync();
    }
}
