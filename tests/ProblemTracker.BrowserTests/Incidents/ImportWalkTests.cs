using System.Text;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Incidents;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks an analyst through an import, from upload to undo. The test runs the import job itself.</summary>
public sealed class ImportWalkTests
{
    private const string January =
        "incident_no,offense_date,offense,lat,lon\n"
            + "1,01/05/2026 23:10,LOUD MUSIC,40.5,-89.5\n"
            + "2,01/06/2026 11:00,BURGLARY,40.5,-89.5\n"
            + "3,soon,BURGLARY,,\n";

    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task An_analyst_imports_a_file_saves_its_map_and_undoes_the_import(int width, bool javaScript)
    {
        var page = await _host.SignIn(Role.Analyst, width, javaScript);
        // Axe needs JavaScript.
        async Task Check() { if (javaScript) await page.MustBeAccessible(); }

        await page.GotoAsync("/imports");
        await Check();
        await page.GetByRole(AriaRole.Link, new() { Name = "Import a file" }).First.ClickAsync();
        await Press(page, "Upload");
        await Expect(page.Locator("#file-error")).ToContainTextAsync("Choose a file.");
        await Check();
        await Upload(page, January, "january.csv");

        // The preview shows dates and times before anything is imported.
        await Expect(page.GetByText("Monday, January 5, 2026, 11:10 PM")).ToBeVisibleAsync();
        await Expect(page.GetByText("Line 4: \"soon\" is not a date")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Incident number", new() { Exact = true })).ToHaveValueAsync("incident_no");
        await Expect(page.GetByLabel("BURGLARY (2 rows)")).ToHaveValueAsync("burglary");
        await page.GetByLabel("LOUD MUSIC (1 row)").SelectOptionAsync("noise");
        await page.GetByText("Format and repeats", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Time zone of the file").SelectOptionAsync("America/Chicago");
        await Press(page, "Update preview");
        // An hour later by the agency's clock.
        await Expect(page.GetByText("Tuesday, January 6, 2026, 12:10 AM")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("LOUD MUSIC (1 row)")).ToHaveValueAsync("noise");
        await page.GetByLabel("Save column map as").FillAsync("Dispatch");
        await Check();
        await Press(page, "Start import");

        await Expect(page.GetByText("Queued. The import starts within a minute.")).ToBeVisibleAsync();
        await Check();
        await Work();
        if (!javaScript) await page.GetByRole(AriaRole.Link, new() { Name = "Refresh progress" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Result" })).ToBeVisibleAsync();
        await Expect(page.GetByText("\"soon\" is not a date in the format M/d/yyyy H:mm.")).ToBeVisibleAsync();
        await Check();

        // Next month's file lacks a column.
        await page.GotoAsync("/imports/new");
        await Upload(page, "incident_no,occurred,offense,lat,lon\n4,02/05/2026 1:10,LOUD MUSIC,40.5,-89.5\n", "february.csv");
        await page.GetByLabel("Saved column map").SelectOptionAsync("Dispatch");
        await Press(page, "Use column map");
        await Expect(page.GetByText("in the column \"offense_date\", which this file doesn't have.")).ToBeVisibleAsync();
        await Press(page, "Start import");
        await Expect(page.Locator("#Form_Occurred-error")).ToContainTextAsync("Choose the column with the date and time");
        await page.GetByText("Discard this file").ClickAsync();
        await Press(page, "Delete file");
        await Expect(page.GetByText("Nothing from this file was kept.").First).ToBeVisibleAsync();

        await page.GotoAsync("/imports");
        await Check();
        await page.GetByRole(AriaRole.Link, new() { Name = "january.csv" }).ClickAsync();
        await page.GetByText("Undo this import", new() { Exact = true }).ClickAsync();
        await Press(page, "Undo import");
        await Expect(page.GetByText("Undoing the import.")).ToBeVisibleAsync();
        await Work();
        await page.GotoAsync("/imports");
        await Expect(page.GetByText("Undone")).ToBeVisibleAsync();
        await page.GetByText("Delete").First.ClickAsync();
        await Press(page, "Delete column map");
        await Expect(page.GetByText("Column map deleted.")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Corrections_are_kept_when_the_page_is_left_before_the_preview_is_updated()
    {
        var page = await _host.SignIn(Role.Analyst);
        await page.GotoAsync("/imports/new");
        await Upload(page, January, "january.csv");
        var music = page.GetByLabel("LOUD MUSIC (1 row)");
        await music.SelectOptionAsync("noise");
        await page.GetByText("Format and repeats", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Time zone of the file").SelectOptionAsync("America/Chicago");
        await page.GetByLabel("Save column map as").FillAsync("Dispatch");
        var kept = page.GetByText("Your choices are kept until the import starts.");
        await Expect(kept).ToBeVisibleAsync();

        await ReloadUntil(page, page.GetByLabel("Save column map as"), "Dispatch");
        await Expect(music).ToHaveValueAsync("noise");
        await Expect(page.GetByText("This goes on from the choices")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        // Other pages and back.
        await page.GetByLabel("Save column map as").FillAsync("Dispatch of 2026");
        await Expect(kept).ToBeVisibleAsync();
        await page.GotoAsync("/imports");
        await page.GetByRole(AriaRole.Link, new() { Name = "january.csv" }).ClickAsync();
        await Expect(page.GetByLabel("Save column map as")).ToHaveValueAsync("Dispatch of 2026");
        await Press(page, "Start import");
        await Expect(page.GetByText("Queued. The import starts within a minute.")).ToBeVisibleAsync();
        Assert.That(await page.EvaluateAsync<int>("() => Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"),
            Is.Zero);
    }

    /// <summary>What is typed is sent while the page is left, so the page that comes at once can be a moment older.</summary>
    private static async Task ReloadUntil(IPage page, ILocator field, string value)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await page.ReloadAsync();
            if (await field.InputValueAsync() == value) return;
        }
        await Expect(field).ToHaveValueAsync(value);
    }

    [Test]
    public async Task A_choice_is_kept_when_the_page_is_loaded_again_within_a_second()
    {
        var page = await _host.SignIn(Role.Analyst);
        await page.GotoAsync("/imports/new");
        await Upload(page, January, "january.csv");
        var music = page.GetByLabel("LOUD MUSIC (1 row)");
        await music.SelectOptionAsync("alcohol");
        await Expect(page.GetByText("Your choices are kept until the import starts.")).ToBeVisibleAsync(new() { Timeout = 1000 });
        await page.ReloadAsync();
        await Expect(music).ToHaveValueAsync("alcohol");

        // What is typed is sent later, but before the next page is asked for.
        await page.GetByLabel("Save column map as").FillAsync("Dispatch");
        var sent = page.WaitForRequestAsync(request => request.Url.Contains("handler=Keep", StringComparison.Ordinal));
        var next = page.WaitForRequestAsync(request => request.IsNavigationRequest);
        await page.GotoAsync("/imports");
        Assert.That((await sent).Timing.StartTime, Is.LessThanOrEqualTo((await next).Timing.StartTime));
        await page.GetByRole(AriaRole.Link, new() { Name = "january.csv" }).ClickAsync();
        await Expect(page.GetByLabel("Save column map as")).ToHaveValueAsync("Dispatch");
    }

    [Test]
    public async Task The_key_of_the_results_map_explains_points_or_hexagons()
    {
        var rows = Enumerable.Range(0, 2100).Select(i => FormattableString.Invariant(
            $"{i},2026-01-05 10:00,theft,{40 + (i % 30 * 0.02)},{-89 - (i % 7 * 0.02)}\n"));
        var id = (await _host.Tracker.ImportCsv("no,at,kind,lat,lon\n" + string.Concat(rows))).RunId;
        var page = await _host.SignIn(Role.Analyst);
        await page.GotoAsync($"/imports/{id}");
        await page.Locator(".map-canvas").ScrollIntoViewIfNeededAsync();
        await Expect(page.Locator("[data-map][data-ready]")).ToBeVisibleAsync();
        var key = page.Locator(".map-key");
        await Expect(key.GetByText("incidents in a hexagon")).ToHaveCountAsync(2);
        await Expect(key.GetByText("Linked to a problem")).ToBeHiddenAsync();
        await page.MustBeAccessible();

        await page.Locator(".map-canvas").FocusAsync();
        for (var i = 0; i < 3; i++) await page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).First.ClickAsync();
        await Expect(key.GetByText("Linked to a problem")).ToBeVisibleAsync();
        await Expect(key.GetByText("in a hexagon")).ToHaveCountAsync(0);
    }

    private async Task Work()
    {
        while ((await _host.Tracker.Send(new WorkImports())).HasMore) { }
    }

    private static async Task Upload(IPage page, string text, string name)
    {
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await Press(page, "Upload");
        await Expect(page.Heading()).ToContainTextAsync(name);
    }

    private static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
}
