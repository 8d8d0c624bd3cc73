using System.Text.RegularExpressions;
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
        Assert.That(page, Does.Contain("Undone. The problem is in Response, planning, due").And.Contain("Response: planning")
            .And.Contain("Withdrawn plan, frozen ").And.Contain("Approve or return the request"));
    }

    [Test]
    public async Task Start_that_was_undone_and_repeated_shows_two_plans_with_their_times()
    {
        var problem = await _host.Problem(Gate.Start);
        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        Assert.That(Headings(await Page()), Is.EqualTo(new[] { "Plan in force, frozen Apr 15, 2026" }));
        _host.Time.Advance(TimeSpan.FromSeconds(30));
        await (await problem.Supervisor.IfMatch(await problem.Version()).PostAsync($"{problem.Url}/undo", null)).Ok();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await (await problem.StartResponse()).Ok();

        Assert.That(Headings(await Page()), Is.EqualTo(new[]
        {
            "Plan in force, frozen Apr 15, 2026, 10:05 AM",
            "Withdrawn plan, frozen Apr 15, 2026, 10:00 AM Start undone Apr 15, 2026, 10:00 AM",
        }));

        Task<string> Page() => new Browser(_host, Role.Supervisor).Get($"/problems/{problem.Id}");
        static IEnumerable<string> Headings(string html) => Regex.Matches(html, "<h3 id=\"plan-\\d\">(.*?)</h3>", RegexOptions.Singleline)
            .Select(match => string.Join(' ', Regex.Replace(match.Groups[1].Value, "<[^>]*>", " ")
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public async Task Offer_to_undo_says_how_long_it_lasts()
    {
        var problem = await _host.Problem(Gate.Analysis);
        var officer = new Browser(_host, Role.Officer);
        await officer.Post($"/problems/{problem.Id}/move?handler=Forward",
            new() { ["Version"] = $"{await problem.Version()}", ["Forward.Note"] = "The team agrees." }, $"/problems/{problem.Id}",
            formOn: $"/problems/{problem.Id}/move");

        Assert.That(await officer.Get($"/problems/{problem.Id}"), Does.Contain("data-undo-seconds=\"60\""));
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
