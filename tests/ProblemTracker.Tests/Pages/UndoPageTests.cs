using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Pages;

public sealed class UndoPageTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Approving_opens_the_problem_which_offers_to_undo_it_once()
    {
        var problem = await _host.Problem(Gate.Start);
        await (await problem.Ask(new { kind = "Start", reason = "The plan is complete." })).Ok();
        _host.Time.Advance(TimeSpan.FromSeconds(20));
        var supervisor = new Browser(_host, Role.Supervisor);

        await supervisor.Post("/requests?handler=Approve", new() { ["id"] = "1", ["version"] = "1", ["from"] = "/" },
            $"/problems/{problem.Id}", formOn: "/requests");

        var page = await supervisor.Get($"/problems/{problem.Id}");
        Assert.That(page, Does.Contain("Approved and carried out: P-2026-0001, start response."));
        var undo = $"/problems/{problem.Id}?handler=Undo&version={await problem.Version()}";
        Assert.That(page, Does.Contain($"action=\"{undo}\""));
        Assert.That(await supervisor.Get($"/problems/{problem.Id}"), Does.Not.Contain("handler=Undo"));

        await supervisor.Post(undo, [], $"/problems/{problem.Id}", formOn: $"/problems/{problem.Id}");
        page = await supervisor.Get($"/problems/{problem.Id}");
        Assert.That(page, Does.Contain("Undone. The problem is in Response, due").And.Contain("Response: planning")
            .And.Contain("Withdrawn plan (undone").And.Contain("Approve or return the request"));
    }

    [Test]
    public async Task A_refused_undo_says_why_on_the_problems_page()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        _host.Time.Advance(UndoRules.Time + TimeSpan.FromSeconds(1));
        var officer = new Browser(_host, Role.Officer);

        var page = await officer.Post($"/problems/{problem.Id}?handler=Undo&version={await problem.Version()}", [],
            formOn: $"/problems/{problem.Id}");

        Assert.That(page, Does.Contain("More than a minute has passed"));
    }
}
