using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

public sealed class WorksheetTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Field_that_both_changed_is_asked_side_by_side_and_the_rest_is_merged()
    {
        var problem = new GivenProblem(_host.Tracker, await _host.Tracker.OpenProblem());
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/scanning");
        await page.Locator("#Sheet_Statement").FillAsync("Shouting behind the bar.");
        await problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise in the alley.", Harms = "Nobody sleeps." });

        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Problem statement: choose which version to keep.");
        var sides = page.Locator(".conflict-sides");
        await Expect(sides).ToContainTextAsync("Shouting behind the bar.");
        await Expect(sides).ToContainTextAsync("Noise in the alley.");
        await Expect(page.Locator("#Sheet_Harms")).ToHaveValueAsync("Nobody sleeps.");
        await page.MustBeAccessible();
        await page.Locator("#Choices_0__Keep + label").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Scanning worksheet saved.");
        var sheet = (await problem.Read()).GetProperty("scanning");
        Assert.That((sheet.GetProperty("statement").GetString(), sheet.GetProperty("harms").GetString()),
            Is.EqualTo(("Shouting behind the bar.", "Nobody sleeps.")));
    }

    [Test]
    public async Task Paper_has_what_is_filled_in_as_text_and_no_blank_fields()
    {
        var problem = new GivenProblem(_host.Tracker, await _host.Tracker.OpenProblem());
        await problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise in the alley." });
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/scanning");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");

        await Expect(page.Locator("#Sheet_Statement")).ToBeVisibleAsync();
        await Expect(page.Locator("#Sheet_Statement")).ToHaveCSSAsync("border-top-width", "0px");
        await Expect(page.Locator("[data-printed]")).ToContainTextAsync("Printed on");
        Assert.That(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('main button, main nav, main input, main select, main textarea')]
                .filter(one => one.checkVisibility()).map(one => one.id)
            """), Is.EqualTo(new[] { "Sheet_Statement" }));
    }

    [Test]
    public async Task Draft_waits_on_the_server_for_its_author_on_another_device_and_goes_when_saved()
    {
        var problem = new GivenProblem(_host.Tracker, await _host.Tracker.OpenProblem());
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/scanning");
        await page.Locator("#Sheet_Statement").FillAsync("Shouting behind the bar.");
        await Expect(page.Locator("[data-draft-state]")).ToContainTextAsync("Draft kept at");
        await Expect(page.Locator("[data-left=statement]")).ToHaveTextAsync("complete");

        var phone = await _host.SignIn(Role.Officer, BrowserHost.Phone, javaScript: false);
        await phone.GotoAsync($"/problems/{problem.Id}/scanning");
        await Expect(phone.Locator("#Sheet_Statement")).ToHaveValueAsync("Shouting behind the bar.");
        await Expect(phone.Locator(".draft")).ToContainTextAsync("Only you can see it.");
        var other = await _host.SignIn(Role.Supervisor);
        await other.GotoAsync($"/problems/{problem.Id}/scanning");
        await Expect(other.Locator("#Sheet_Statement")).ToHaveValueAsync("");

        await phone.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Status)).ToContainTextAsync("Scanning worksheet saved.");
        await phone.GotoAsync($"/problems/{problem.Id}/scanning");
        await Expect(phone.Locator(".draft")).ToHaveCountAsync(0);
    }

    [TestCase(320)]
    [TestCase(BrowserHost.Laptop)]
    public async Task One_section_is_shown_at_a_time_and_links_open_the_section_of_their_field(int width)
    {
        var problem = await _host.Tracker.Problem(Gate.Response);
        var page = await _host.SignIn(Role.Officer, width);
        await page.GotoAsync($"/problems/{problem.Id}/analysis#Sheet_Hypothesis");
        await Expect(page.Locator("#Sheet_Hypothesis")).ToBeFocusedAsync();
        await Expect(page.Locator(".sheet-section:visible")).ToHaveCountAsync(1);
        await page.MustBeAccessible();

        await page.OpenSectionList();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sources of information" }).ClickAsync();
        await Expect(page.Locator("#section-sources-heading")).ToBeFocusedAsync();
        await Expect(page.Locator("#Sheet_Hypothesis")).ToBeHiddenAsync();
        await page.AddRows("Add source");
        await Expect(page.Locator("#Sheet_Sources_2__Name")).ToBeFocusedAsync();
        await page.Locator("#Sheet_Sources_2__Name").FillAsync("A survey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await Expect(page.Locator(".row-removed")).ToContainTextAsync("Source 1 removed.");
        await page.MustBeAccessible();

        await page.OpenSectionList();
        await page.GetByRole(AriaRole.Link, new() { Name = "Baseline" }).ClickAsync();
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("forty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await page.OpenSectionList();
        await Expect(page.Locator("[data-left=baseline]")).ToHaveTextAsync("1 error");
        await Expect(page.Locator("#Sheet_Baselines_0__Value")).ToBeVisibleAsync();
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Analysis worksheet saved.");

        var sources = (await problem.Read()).GetProperty("analysis").GetProperty("sources").EnumerateArray()
            .Select(source => source.GetProperty("name").GetString());
        Assert.That(sources, Is.EqualTo(new[] { "Residents' complaint log", "A survey" }));
    }

    [Test]
    public async Task A_worksheet_with_rows_works_without_JavaScript()
    {
        var problem = await _host.Tracker.Problem(Gate.Response);
        await problem.Save(SheetKind.Analysis, new AnalysisSheet { Sources = [new() { Name = "Calls for service" }] });
        var page = await _host.SignIn(Role.Officer, BrowserHost.Phone, javaScript: false);
        await page.GotoAsync($"/problems/{problem.Id}/analysis?add=Baselines");
        await page.AddRows("Add source");

        await page.Locator("#Sheet_Sources_1__Name").FillAsync("Residents' complaint log");
        await page.Locator("#Sheet_Sources_1__OutsidePolice + label").ClickAsync();
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("forty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.Locator("#Sheet_Baselines_0__Value-error")).ToContainTextAsync("is not a number");
        await Expect(page.Locator("#Sheet_Sources_1__Name")).ToHaveValueAsync("Residents' complaint log");
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Analysis worksheet saved.");
        var sources = (await problem.Read()).GetProperty("analysis").GetProperty("sources");
        Assert.That(sources.EnumerateArray().Select(s => s.GetProperty("outsidePolice").GetBoolean()), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task An_amendment_needs_a_reason_and_shows_the_values_before_and_after()
    {
        var problem = await _host.Tracker.Problem(Gate.Assessment);
        var page = await _host.SignIn(Role.Officer);
        await page.GotoAsync($"/problems/{problem.Id}/response");
        await page.Locator("#Sheet_Objectives_0__Target").FillAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save amendment" }).ClickAsync();
        await Expect(page.Locator("#Reason-error")).ToContainTextAsync("Say why you are changing the frozen plan.");

        await page.Locator("#Reason").FillAsync("The council asked for a milder goal.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save amendment" }).ClickAsync();

        var amendment = page.Locator(".amendment");
        await Expect(amendment).ToContainTextAsync("The council asked for a milder goal.");
        await Expect(amendment.GetByRole(AriaRole.Row, new() { Name = "Objectives 1, target" })).ToContainTextAsync("25");
    }
}
