using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.BrowserTests.Problem;

public sealed class CaseAccessTests
{
    private static readonly string[] Pages =
    [
        "", "/scanning", "/analysis", "/response", "/assessment", "/actions", "/actions/add", "/move", "/start", "/team", "/edit",
        "/stakeholders", "/stakeholders?text=a", "/incidents", "/audit", "/print", "/report",
        "/report/edit?section=Analysis",
    ];

    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(Role.Officer, BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(Role.Officer, BrowserHost.Phone)]
    [TestCase(Role.Supervisor, BrowserHost.Laptop)]
    [TestCase(Role.Supervisor, BrowserHost.Phone, Category = BrowserHost.Soak)]
    public async Task Every_page_of_a_problem_is_accessible(Role role, int width)
    {
        var problem = await _host.Tracker.Problem(Gate.Start);
        var page = await _host.SignIn(role, width);

        foreach (var path in Pages.Select(path => $"/problems/{problem.Id}{path}").Append($"/actions/{problem.Actions[0]}"))
        {
            var reply = await page.GotoAsync(path);
            Assert.That(reply!.Status, Is.EqualTo(200), path);
            await page.MustBeAccessible();
        }
    }

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task A_reader_without_edit_rights_can_only_write_notes_and_watch(int width)
    {
        var problem = await _host.Tracker.Problem(Gate.Closed);
        var page = await _host.SignIn(Role.Command, width);

        foreach (var path in Pages.Where(path => path is not ("/edit" or "/actions/add" or "/report/edit?section=Analysis")))
        {
            await page.GotoAsync($"/problems/{problem.Id}{path}");
            Assert.That(await page.Locator("main form[method=post]").CountAsync(), Is.EqualTo(path.Length == 0 ? 2 : 0), path);
            await page.MustBeAccessible();
        }
        Assert.That((await page.GotoAsync($"/problems/{problem.Id}/edit"))!.Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_picture_without_text_and_gray_text_on_white_are_found()
    {
        var page = await _host.Open();
        await page.SetContentAsync(
            "<html lang=en><title>x</title><main><h1>x</h1><img src=x><p style='color: #ccc; background: #fff'>Pale</p></main>");

        var found = await page.Violations();

        Assert.That(found, Has.Some.StartsWith("image-alt: <img src").And.Some.StartsWith("color-contrast: <p style"));
    }
}
