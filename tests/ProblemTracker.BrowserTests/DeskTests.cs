using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>Walks through the pages outside the cases, by the roles that use them.</summary>
public sealed class DeskTests
{
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await _host.Tracker.Query(db => db.Execute(
            "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Harbor', 'HARBOR'), ('Mill Hill', 'MILL HILL')", null, default));
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_officer_opens_a_problem_and_finds_it_in_the_list()
    {
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync("/");

        await page.GetByRole(AriaRole.Link, new() { Name = "Open a problem" }).ClickAsync();
        await FillIn(page, "Racing on Pier Street");
        await Press(page, "Open problem");
        await Expect(page).ToHaveURLAsync(new Regex("/problems/1$"));
        await page.GotoAsync("/problems");

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "P-2026-0001 Racing on Pier Street" }).Last).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(page.Heading()).ToContainTextAsync("My day");
    }

    [Test]
    public async Task Without_JavaScript_similar_problems_are_shown_before_a_duplicate_is_opened()
    {
        await Open("Engines at night");
        var page = await _host.SignIn(Role.Officer, javaScript: false);
        await page.GotoAsync("/problems/open");
        await FillIn(page, "Racing on Pier Street");

        await Press(page, "Open problem");
        await Expect(page.GetByText("A similar problem is open")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Racing on Pier Street");
        await Press(page, "Open anyway");

        await page.GotoAsync("/problems");
        await Expect(page.GetByText("Showing 2 of 2")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Similar_problems_appear_below_the_field_that_found_them_and_stop_the_form_once()
    {
        await Open("Engines at night");
        var page = await _host.SignIn(Role.Officer, BrowserHost.Phone);
        await page.GotoAsync("/problems/open");
        var box = page.GetByText("A similar problem is open");

        await FillIn(page, "Racing on Pier Street");
        await Expect(page.Locator(".usa-form-group:has(#Form_NeighborhoodId) + #similar")).ToBeVisibleAsync();
        await Expect(box).ToBeInViewportAsync();
        await page.GetByLabel("Category").FocusAsync();
        await page.GetByLabel("Category").SelectOptionAsync("noise");
        await Expect(box).ToHaveCountAsync(0);
        await page.GetByLabel("Category").SelectOptionAsync("racing");
        await Expect(page.Locator(".usa-form-group:has(#Form_CategoryCode) + #similar")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        await Press(page, "Open problem");
        await Expect(box).ToBeVisibleAsync();
        await Press(page, "Open anyway");
        await Expect(page).ToHaveURLAsync(new Regex("/problems/2$"));
    }

    [Test]
    public async Task A_refused_form_keeps_its_input_and_shows_each_error_beside_its_field()
    {
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync("/problems/open");
        await page.GetByLabel("Title").FillAsync("Noise");
        await page.GetByLabel("Latitude").FillAsync("north");

        await Press(page, "Open problem");

        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Noise");
        await Expect(page.GetByLabel("Latitude")).ToHaveValueAsync("north");
        await Expect(page.Locator("#Form_Latitude-error")).ToContainTextAsync("Latitude: “north” is not a number");
        await Expect(page.Locator("[data-errors]")).ToContainTextAsync("Latitude: “north” is not a number. Type it like 12.5.");
        await Expect(page.Locator("#Form_Description-error")).ToContainTextAsync("Describe in a sentence or two");
        await page.MustBeAccessible();
    }

    [Test]
    public async Task The_list_of_problems_remembers_its_filters()
    {
        await Open("Engines at night");
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync("/problems");
        await page.GetByLabel("Stage").SelectOptionAsync("Analysis");
        await Press(page, "Filter");
        await Expect(page.GetByText("No problem matches these filters.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "My day" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Problems", Exact = true }).ClickAsync();

        await Expect(page.GetByLabel("Stage")).ToHaveValueAsync("Analysis");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Engines at night" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Every_number_in_the_status_report_is_the_length_of_its_list()
    {
        await Open("Engines at night");
        await Open("Engines at noon");
        _host.Tracker.Time.Advance(TimeSpan.FromDays(30));
        var page = await _host.SignIn(Role.Command);
        await page.GotoAsync("/reports/status");
        var numbers = await page.Locator("main td.number a")
            .EvaluateAllAsync<string[][]>("links => links.map(a => [a.textContent, a.getAttribute('href')])");

        Assert.That(numbers, Has.Length.EqualTo(6), "open and overdue: Scanning in Harbor, Scanning, all");
        foreach (var number in numbers)
        {
            await page.GotoAsync(number[1]);
            await Expect(page.GetByText($"Showing {number[0]} of {number[0]}")).ToBeVisibleAsync();
        }
    }

    [Test]
    public async Task An_administrator_adds_a_person_who_then_signs_in()
    {
        var page = await _host.SignIn(Role.Administrator);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a person" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Ada Quill");
        await page.GetByLabel("Email").FillAsync("ada@test.example");
        await page.Locator("label[for=role-Supervisor]").ClickAsync();
        await page.GetByLabel("First password").FillAsync("a quiet evening walk");
        await Press(page, "Add person");
        await Expect(page.GetByText("Ada Quill can sign in now")).ToBeVisibleAsync();

        var hers = await _host.Open();
        await BrowserHost.SignIn(hers, "ada@test.example", "a quiet evening walk");
        await Expect(hers.Heading()).ToHaveTextAsync("Change password");
        await hers.GetByLabel("Current password").FillAsync("a quiet evening walk");
        await hers.GetByLabel("New password", new() { Exact = true }).FillAsync("a loud morning swim");
        await hers.GetByLabel("Confirm new password").FillAsync("a loud morning swim");
        await Press(hers, "Change password");

        await Expect(hers.GetByRole(AriaRole.Heading, new() { Name = "Open problems without a lead officer" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Changing_the_password_keeps_this_session_and_ends_the_others()
    {
        var other = await _host.SignIn(Role.Analyst);
        var page = await _host.SignIn(Role.Analyst);
        await page.GotoAsync("/change-password");
        await page.GetByLabel("Current password").FillAsync(TrackerHost.Password);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("another horse altogether");
        await page.GetByLabel("Confirm new password").FillAsync("another horse altogether");
        await Press(page, "Change password");

        await Expect(page.GetByText("Your password is changed.")).ToBeVisibleAsync();
        await other.GotoAsync("/problems");
        await Expect(other.Heading()).ToHaveTextAsync("Sign in");
    }

    [TestCase(Role.Officer, "/", "/problems?sort=Newest", "/problems/open", "/incidents", "/reports/status", "/stakeholders",
        "/stakeholders/new", "/stakeholders/1", "/stakeholders/1/edit", "/nudges", "/problems/1/follow-up", "/change-password")]
    [TestCase(Role.Supervisor, "/", "/problems", "/stakeholders/1", "/stakeholders/1/merge")]
    [TestCase(Role.Command, "/", "/reports", "/reports/status", "/stakeholders/1")]
    [TestCase(Role.Administrator, "/", "/people", "/people/new", "/people/1", "/settings", "/settings/categories",
        "/settings/holidays", "/settings/agency", "/settings/neighborhoods", "/settings/neighborhoods/1", "/settings/neighborhoods/1/split",
        "/settings/neighborhoods/draw", "/settings/neighborhoods/merge", "/settings/responsibility", "/settings/deadlines",
        "/settings/email", "/jobs")]
    public async Task Every_page_is_accessible_on_a_laptop_and_on_a_phone(Role role, params string[] paths)
    {
        await Open("Engines at night");
        await _host.Tracker.SignIn(Role.Officer)
            .PostAsJsonAsync("/api/v1/stakeholders", new { name = "Harbor Merchants", kind = "Business" });
        var page = await _host.SignIn(role);
        foreach (var path in paths)
            foreach (var width in new[] { BrowserHost.Laptop, BrowserHost.Phone })
            {
                await page.SetViewportSizeAsync(width, 800);
                var reply = await page.GotoAsync(path);
                Assert.That(reply!.Status, Is.EqualTo(200), path);
                await page.MustBeAccessible();
            }
    }

    private async Task Open(string title)
    {
        var reply = await _host.Tracker.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/problems", new
        {
            title,
            description = "Every weekend.",
            categoryCode = "racing",
            neighborhoodId = 1,
            source = "Resident",
            priority = "High",
            confidential = false,
        });
        reply.EnsureSuccessStatusCode();
    }

    private static async Task FillIn(IPage page, string title)
    {
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("Description").FillAsync("Two cars at a time, every Friday.");
        await page.GetByLabel("Category").SelectOptionAsync("racing");
        await page.GetByLabel("Neighborhood").FocusAsync();
        await page.GetByLabel("Neighborhood").SelectOptionAsync("1");
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
