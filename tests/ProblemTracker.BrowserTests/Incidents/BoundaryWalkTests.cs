using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Incidents;

/// <summary>Walks an administrator through an import of boundaries, with its maps, from upload to undo.</summary>
public sealed class BoundaryWalkTests
{
    // West and East end at longitude -88. These lack their minus sign.
    private static readonly string East = Boundaries.Collection(Boundaries.Feature("Beat 1", Boundaries.Square(88.2, 40.2, 0.5)),
        Boundaries.Feature("Beat 2", Boundaries.Square(86.5, 40.2)));

    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        await _host.Tracker.Import(Boundaries.Two);
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, true)]
    [TestCase(BrowserHost.Phone, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task An_administrator_fixes_far_boundaries_imports_them_and_undoes_it(int width, bool javaScript)
    {
        var page = await _host.SignIn(Role.Administrator, width, javaScript);
        async Task Check() { if (javaScript) await page.MustBeAccessible(); }
        async Task Drawn(string style, int count)
        {
            if (!javaScript) return;
            await page.Locator("[data-map]").ScrollIntoViewIfNeededAsync();
            await Expect(page.Locator($"path.map-area{style}")).ToHaveCountAsync(count);
        }

        await Upload(page);
        await Expect(page.GetByText("The minus sign of their longitudes looks missing or wrong.")).ToBeVisibleAsync();
        await Check();
        await Press(page, "Change the sign of the longitudes");
        await Expect(page.GetByText("The longitudes get the other sign.")).ToBeVisibleAsync();
        await Drawn("new", 2);
        await Drawn("both", 1);
        await Check();

        await page.GetByLabel("East").SelectOptionAsync("Present");
        await page.GetByLabel("First day of these boundaries").FillAsync(
            new DateOnly(2026, 1, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Press(page, "Start import");
        await Expect(page.GetByText("Queued. The import starts within a minute.")).ToBeVisibleAsync();
        await Work();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Added" })).ToBeVisibleAsync();
        await Drawn("new", 2);
        await Check();

        await page.GetByText("Undo this import", new() { Exact = true }).ClickAsync();
        await Press(page, "Undo import");
        await Work();
        await page.ReloadAsync();
        await Expect(page.GetByText("This import was undone. The neighborhoods that it added were removed")).ToBeVisibleAsync();
        Assert.That((await _host.Tracker.Send(new ProblemTracker.Neighborhoods.ListNeighborhoods())).Items.Select(place => place.Name),
            Is.EquivalentTo(new[] { "East", "West" }));
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Every_kind_of_area_in_the_key_has_a_line_of_its_own_besides_its_color(ColorScheme scheme)
    {
        var page = await _host.SignIn(Role.Administrator, BrowserHost.Laptop, true);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Upload(page);
        await Expect(page.Locator(".map-key svg").First).ToBeVisibleAsync();
        var lines = await page.EvaluateAsync<string[]>("""
            ["Present", "New", "Changed", "Same", "Ended", "Both"].map(kind => {
                const svg = document.querySelector(".map-key svg").cloneNode(true);
                svg.setAttribute("class", `map-mark map-area${kind.toLowerCase()}`);
                document.querySelector(".map-key").append(svg);
                const { fill, stroke, strokeDasharray, strokeWidth } = getComputedStyle(svg.querySelector("path"));
                return `${fill === "none"} ${stroke === "none"} ${strokeDasharray} ${strokeWidth}`;
            })
            """);
        Assert.That(lines, Is.Unique);
    }

    private static async Task Upload(IPage page)
    {
        await page.GotoAsync("/imports/new?kind=Neighborhoods");
        await page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "beats.geojson", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(East) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
    }

    private static Task Press(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private async Task Work()
    {
        while ((await _host.Tracker.Send(new WorkImports())).HasMore) { }
    }
}
