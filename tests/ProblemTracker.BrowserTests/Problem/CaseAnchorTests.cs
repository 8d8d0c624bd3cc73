using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Pages.Case;
using ProblemTracker.Problems;

namespace ProblemTracker.BrowserTests.Problem;

public sealed class CaseAnchorTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Every_shortfall_links_to_a_place_that_exists()
    {
        var problem = new GivenProblem(_host.Tracker, await _host.Tracker.OpenProblem(led: false));
        var page = await _host.SignIn(Role.Officer);
        var met = new HashSet<string> { "response.started" };
        await Follow(page, $"/problems/{problem.Id}/start#start");

        await FollowAll(page, problem.Id, met);
        await Pass(problem, Stage.Analysis);
        await FollowAll(page, problem.Id, met);
        await Pass(problem, Stage.Response);
        await FollowAll(page, problem.Id, met);
        problem.Actions.Add(await problem.Add(new() { Description = "Light the alley" }));
        await problem.Save(SheetKind.Response, new ResponseSheet { Objectives = [new() { Measure = "Calls" }] });
        await FollowAll(page, problem.Id, met);
        await (await problem.StartResponse(overriding: [.. Sara.Codes])).Ok();
        await FollowAll(page, problem.Id, met);
        await Pass(problem, Stage.Assessment);
        await FollowAll(page, problem.Id, met);

        Assert.That(met, Is.EquivalentTo(Sara.Codes));
    }

    private static async Task Pass(GivenProblem problem, Stage to) =>
        await (await problem.Move(to, problem.Supervisor, overriding: [.. Sara.Codes])).Ok();

    private async Task FollowAll(IPage page, long id, HashSet<string> met)
    {
        var reply = await _host.Tracker.Send(new ReadProblem(id));
        foreach (var shortfall in reply.Gate.Shortfalls)
        {
            met.Add(shortfall.Code);
            await Follow(page, WhereToFix.Href(reply, shortfall));
        }
    }

    private static async Task Follow(IPage page, string href)
    {
        // The browser does not load a page again for another anchor of it.
        await page.GotoAsync("about:blank");
        await page.GotoAsync(href);
        Assert.That(await page.Locator(href[href.IndexOf('#')..]).CountAsync(), Is.EqualTo(1), href);
    }
}
