using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Updates;

/// <summary>
/// A week from Monday, March 2, 2026. The officer leads a problem that is ready to start; the supervisor decides. Whatever one of them
/// does about the other's work is on the other's My day at once, and in an email by the next morning.
/// </summary>
public sealed class WeekOfTwoTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.Problem(Gate.Start);
        _ = _host.IdOf(Role.Supervisor);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Every_hand_over_of_a_week_reaches_the_other_on_the_same_day()
    {
        var (officer, supervisor) = (_host.SignIn(Role.Officer), _host.SignIn(Role.Supervisor));

        var request = await (await _problem.Ask(new { kind = "Start", reason = "The lights are ordered." })).Ok();
        await Reaches(Role.Supervisor, "Waiting for your decision", "The lights are ordered.");

        await Decide(request, "return", new { note = "Name who checks them." });
        await Reaches(Role.Officer, "Name who checks them.", "Ask again");

        await (await officer.PostAsJsonAsync($"{_problem.Url}/notes", new { text = "@supervisor, Ann checks them." })).Ok();
        await Reaches(Role.Supervisor, "@supervisor, Ann checks them.");

        request = await (await _problem.Ask(new { kind = "Start", reason = "Ann checks the lights." })).Ok();
        await Reaches(Role.Supervisor, "Ann checks the lights.");

        await Decide(request, "approve", new { });
        await Reaches(Role.Officer, "Approved the request: start of the response.");

        await (await supervisor.IfMatch(await _problem.Version()).PostAsJsonAsync($"{_problem.Url}/extension",
            new { dueOn = "2026-06-01", reason = "The pole comes late." })).Ok();
        await Reaches(Role.Officer, "The pole comes late.");

        await (await supervisor.IfMatch(await _problem.Version()).PostAsJsonAsync($"{_problem.Url}/assignment",
            new { leadId = _host.IdOf("Ann", Role.Officer), reason = "Night shift." })).Ok();
        await Reaches(Role.Officer, "Night shift.");
    }

    /// <summary>The reader's page says it now, and an email to them was written by the next morning.</summary>
    private async Task Reaches(Role role, params string[] sentences)
    {
        var page = await new Browser(_host, role).Get("/");
        foreach (var sentence in sentences) Assert.That(page, Does.Contain(sentence), $"My day of the {role}");

        var before = await EmailsTo(role);
        _host.Time.Advance(UndoRules.SettledAfter);
        await _host.Send(new SendUpdateMail());
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.Send(new SendMorningMail());
        Assert.That(await EmailsTo(role), Is.GreaterThan(before), $"email to the {role}: {sentences[0]}");
    }

    private Task<int> EmailsTo(Role role) => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Outbox WHERE Recipient = @To",
        new { To = $"{role.ToString().ToLowerInvariant()}@test.example" }, default));

    private async Task Decide(JsonElement request, string decision, object body) =>
        await (await _host.SignIn(Role.Supervisor).IfMatch(request.GetProperty("version").GetInt32())
            .PostAsJsonAsync($"/api/v1/requests/{request.GetProperty("id").GetInt64()}/{decision}", body)).Ok();
}
