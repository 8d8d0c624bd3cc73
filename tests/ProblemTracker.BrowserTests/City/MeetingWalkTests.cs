using Microsoft.Playwright;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.City;

/// <summary>An officer plans and records a meeting, and residents read about it, by keyboard in Chromium.</summary>
public sealed class MeetingWalkTests
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
    public async Task Officer_plans_a_meeting_residents_find_it_and_promises_are_kept(int width, string lang)
    {
        var place = await _host.Tracker.Neighborhood();
        var officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync("/meetings");
        await officer.MustBeAccessible();
        await officer.GotoAsync("/meetings/plan");
        await officer.MustBeAccessible();
        await officer.Locator("#Form_StartsAt").FillAsync("2026-03-03T18:00");
        await officer.Locator("#Form_EndsAt").FillAsync("2026-03-03T19:30");
        await officer.Locator("#Form_Place").FillAsync("Library, 40 Tanner Street");
        await officer.Locator("#Form_NeighborhoodId").SelectOptionAsync($"{place}");
        await officer.Locator("#Form_Texts_0__Title").FillAsync("Quiet nights");
        await officer.Locator("#Form_Texts_1__Title").FillAsync("Noches tranquilas");
        await Press(officer, "Plan meeting", officer.GetByRole(AriaRole.Link, new() { Name = "Edit meeting" }));
        await officer.MustBeAccessible();

        var page = await _host.Open(width);
        await page.GotoAsync($"/city/neighborhoods/{place}?lang={lang}");
        await page.MustBeAccessible();
        await page.Locator("a[href^='/city/meetings/1']").PressAsync("Enter");
        await Assertions.Expect(page.Locator("a[href^='/city/meetings/1.ics']")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        _host.Tracker.Time.Advance(TimeSpan.FromDays(2));
        officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync("/meetings/1");
        await officer.MustBeAccessible();
        await officer.Locator("#Held_People").FillAsync("12");
        await Press(officer, "Record meeting", officer.GetByRole(AriaRole.Link, new() { Name = "Correct attendance and notes" }));
        await officer.Locator("#Commitment_Description").FillAsync("Ask for a street light");
        await officer.Locator("#Commitment_DueOn").FillAsync("2026-03-12");
        await Press(officer, "Add commitment", officer.GetByRole(AriaRole.Link, new() { Name = "Ask for a street light" }));
        await officer.MustBeAccessible();
        await officer.GotoAsync("/");
        await officer.MustBeAccessible();
        await officer.GotoAsync("/commitments");
        await officer.MustBeAccessible();
        await officer.GotoAsync("/commitments/1");
        await officer.MustBeAccessible();
        await officer.Locator("#Outcome").FillAsync("It is up.");
        await Press(officer, "Mark as done", officer.GetByText("It is up."));
        await officer.MustBeAccessible();
    }

    private static async Task Press(IPage page, string button, ILocator then)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).PressAsync("Enter");
        await Assertions.Expect(then).ToBeVisibleAsync();
    }
}
