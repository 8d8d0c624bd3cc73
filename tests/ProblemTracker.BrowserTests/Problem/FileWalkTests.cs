using ImageMagick;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks an officer through adding photos to a problem and to a note.</summary>
public sealed class FileWalkTests
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

    private static FilePayload Photo(string name)
    {
        using var picture = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png };
        return new() { Name = name, MimeType = "image/png", Buffer = picture.ToByteArray() };
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task Officer_adds_photos_to_a_problem_and_to_a_note_and_deletes_one(int width)
    {
        var page = await _host.SignIn(Role.Officer, width);
        await page.GotoAsync($"/problems/{_problem}/files");
        await page.MustBeAccessible();
        await page.GetByLabel("Photos or documents").SetInputFilesAsync([Photo("lamp.png"), Photo("alley.png")]);
        await page.GetByLabel("Caption").FillAsync("Behind the bar");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add files" }).ClickAsync();
        await Expect(page.GetByText("2 files added.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Behind the bar" })).ToHaveCountAsync(2);
        await page.MustBeAccessible();

        await page.GetByRole(AriaRole.Link, new() { Name = "lamp.jpg" }).ClickAsync();
        await page.MustBeAccessible();
        await page.GetByText("Delete this photo").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete photo" }).ClickAsync();
        await Expect(page.GetByText("The photo is deleted.")).ToBeVisibleAsync();

        await page.GotoAsync($"/problems/{_problem}");
        await page.GetByLabel("Note", new() { Exact = true }).FillAsync("Still dark at nine.");
        await page.GetByLabel("Photos or documents").SetInputFilesAsync(Photo("nine.png"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Expect(page.Locator(".timeline img")).ToHaveCountAsync(1);
        await page.MustBeAccessible();
    }
}
