using ImageMagick;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Evidence;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks an officer with a phone from an empty checklist over photos and a second walk to a score in the worksheet.</summary>
public sealed class ChecklistWalkTests
{
    private BrowserHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        _problem = await _host.Tracker.OpenProblem();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    private static async Task MustFit(IPage page)
    {
        await page.MustBeAccessible();
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth"), Is.LessThanOrEqualTo(0));
    }

    private static async Task Answer(IPage page, string answer)
    {
        foreach (var item in await page.Locator(".walk-item").AllAsync())
            await item.GetByText(answer, new() { Exact = true }).ClickAsync();
    }

    private static FilePayload Photo()
    {
        using var picture = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png };
        return new() { Name = "lamp.png", MimeType = "image/png", Buffer = picture.ToByteArray() };
    }

    [TestCase(BrowserHost.Phone)]
    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    public async Task Site_is_walked_twice_and_the_score_is_cited(int width)
    {
        var page = await _host.SignIn(Role.Officer, width);
        await page.GotoAsync($"/problems/{_problem}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Checklists", Exact = true }).ClickAsync();
        await MustFit(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Fill the site checklist" }).ClickAsync();
        await Expect(page.GetByLabel("Site")).ToBeFocusedAsync();
        await MustFit(page);
        var target = await page.Locator(".walk-item label.usa-radio__label").First.BoundingBoxAsync();
        Assert.That(target!.Height, Is.GreaterThanOrEqualTo(44), "Large enough for a thumb.");

        await page.GetByLabel("Site").FillAsync("40 Tanner Street");
        await Answer(page, "Some");
        await page.GetByText("Remark on Graffiti", new() { Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Remark on Graffiti" }).FillAsync("On the north wall");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save checklist" }).PressAsync("Enter");
        await Expect(page.GetByText("Enter how many residents took part, 0 for none.").First).ToBeVisibleAsync();
        await MustFit(page);
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Remark on Graffiti" })).ToHaveValueAsync("On the north wall");
        await page.GetByLabel("Residents who took part").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save checklist" }).PressAsync("Enter");
        await Expect(page.GetByText("Score: 66.7")).ToBeVisibleAsync();
        await MustFit(page);

        await page.GetByLabel("Photos or documents").SetInputFilesAsync([Photo()]);
        await page.GetByLabel("What they show").SelectOptionAsync(new SelectOptionValue { Label = "Broken or missing lights" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add photos" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Broken or missing lights" })).ToBeVisibleAsync();
        await MustFit(page);

        await page.GotoAsync($"/problems/{_problem}/evidence");
        await MustFit(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cite in the worksheet Site checklist" }).PressAsync("Enter");
        await Expect(page.GetByText("66.7 points when cited on Mar 2, 2026; unchanged")).ToBeVisibleAsync();

        await _host.Tracker.SignIn(Role.Officer).Fill(_problem, null, "None");
        await page.GotoAsync($"/problems/{_problem}/checklists");
        await Expect(page.GetByText("66.7 points less disorder than on the first walk").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart] svg").First).ToBeVisibleAsync();
        await MustFit(page);
        await page.GotoAsync($"/problems/{_problem}/checklists/1/correct");
        await MustFit(page);
        await page.GotoAsync($"/problems/{_problem}/analysis#section-triangle");
        await Expect(page.GetByText("66.7 points when cited on Mar 2, 2026; 0 now")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Checklist_is_filled_without_scripts()
    {
        var page = await _host.SignIn(Role.Officer, BrowserHost.Phone, javaScript: false);
        await page.GotoAsync($"/problems/{_problem}/checklists/new");
        await page.GetByLabel("Site").FillAsync("40 Tanner Street");
        await page.GetByLabel("Residents who took part").FillAsync("0");
        await Answer(page, "A little");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save checklist" }).PressAsync("Enter");
        await Expect(page.GetByText("Score: 33.3")).ToBeVisibleAsync();
    }

    [TestCase(BrowserHost.Phone)]
    public async Task Administrator_adds_an_item(int width)
    {
        var page = await _host.SignIn(Role.Administrator, width);
        await page.GotoAsync("/settings/checklist");
        await MustFit(page);
        var row = page.GetByRole(AriaRole.Group, new() { Name = "Item 11", Exact = true });
        await row.GetByLabel("What to look for").FillAsync("Rats");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save checklist" }).PressAsync("Enter");
        await Expect(page.GetByText("The checklist is saved.")).ToBeVisibleAsync();
        await Expect(row.GetByLabel("What to look for")).ToHaveValueAsync("Rats");
    }
}
