using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>A problem is closed early on March 17, 2026, so its six-month follow-up is due September 17.</summary>
public sealed class RecordFollowUpTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = new(_host, await _host.OpenProblem());
        _host.Until(2026, 3, 17);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task The_follow_up_is_on_record_with_the_closing()
    {
        await Close();
        Assert.That((await FollowUp()).GetProperty("dueOn").GetString(), Is.EqualTo("2026-09-17"));
        Assert.That((await FollowUp()).GetProperty("finding").ValueKind, Is.EqualTo(JsonValueKind.Null));
        _host.Until(2026, 9, 17);

        var saved = await Record("Sustained");

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        var found = await FollowUp();
        Assert.That(
            (found.GetProperty("finding").GetString(), found.GetProperty("evidence").GetString(), found.GetProperty("by").GetString()),
            Is.EqualTo(("Sustained", "Two calls since closing, 41 before.", "officer")));
        Assert.That(
            await _host.SignIn(Role.Officer).Read($"{_problem.Url}/timeline") is var timeline
                && timeline.Each("summary").First()!.Contains("Sustained", StringComparison.OrdinalIgnoreCase));
        Assert.That((await Record("Sustained")).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Each_closing_has_one_follow_up()
    {
        await Close();
        await (await Record("Recurred")).Ok();
        await (await _problem.Move(Stage.Scanning)).Ok();
        Assert.That((await _problem.Read()).GetProperty("followUp").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await Close();

        Assert.That((await FollowUp()).GetProperty("finding").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await (await Record("Recurred")).Ok();
    }

    [TestCase("Sustained")]
    [TestCase("Unknown")]
    public async Task Before_six_months_only_Recurred_can_be_recorded(string finding)
    {
        await Close();
        _host.Until(2026, 9, 16);

        var early = await Record(finding);

        Assert.That(await early.ShortfallCodes(), Is.EqualTo(new[] { "followUp.early" }));
        await (await Record("Recurred")).Ok();
    }

    [Test]
    public async Task An_open_problem_has_no_follow_up() =>
        Assert.That(await (await Record("Sustained")).ShortfallCodes(), Is.EqualTo(new[] { "followUp.open" }));

    [Test]
    public async Task A_problem_closed_as_not_a_problem_needs_no_follow_up()
    {
        await Close("NotAProblem");

        Assert.That((await FollowUp()).GetProperty("dueOn").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(await (await Record("Recurred")).ShortfallCodes(), Is.EqualTo(new[] { "followUp.nothing" }));
    }

    [Test]
    public async Task A_follow_up_needs_evidence_and_a_known_finding()
    {
        await Close();

        Assert.That(await (await Record("Recurred", " ")).WrongFields(), Is.EqualTo(new[] { "evidence" }));
        Assert.That((await Record("returned soon")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Only_the_team_and_supervisors_can_record_a_follow_up()
    {
        await Close();

        foreach (var (role, status) in new[] { (Role.Analyst, 403), (Role.Command, 403), (Role.Supervisor, 201) })
            Assert.That((int)(await Record("Recurred", by: _host.SignIn(role))).StatusCode, Is.EqualTo(status), role.ToString());
    }

    [Test]
    public async Task The_page_saves_the_finding_and_offers_to_reopen()
    {
        await Close();
        var browser = new Browser(_host, Role.Officer);
        var home = $"/problems/{_problem.Id}";
        Assert.That(await browser.Get(home), Does.Contain("Six-month follow-up due Sep 17, 2026.").And.Contain($"{home}/follow-up"));

        Assert.That(await browser.Post($"{home}/follow-up", new() { ["Form.Evidence"] = "" }),
            Does.Contain("Choose a finding.").And.Contain("Describe your evidence"));
        Assert.That(await browser.Post($"{home}/follow-up", new() { ["Form.Evidence"] = "Quiet.", ["Form.Finding"] = "Sustained" }),
            Does.Contain("You can record this finding from September 17, 2026"));
        await browser.Post($"{home}/follow-up",
            new() { ["Form.Evidence"] = "Noise every Friday again.", ["Form.Finding"] = "Recurred" }, redirect: home);

        Assert.That(await browser.Get(home),
            Does.Contain("You can now reopen the problem.").And.Contain("Recurred").And.Contain("Noise every Friday again.")
                .And.Contain("Reopen problem"));
        Assert.That(await browser.Get($"{home}/follow-up"), Does.Contain("Noise every Friday again."));
    }

    [Test]
    public async Task The_page_says_that_an_open_problem_has_no_follow_up() =>
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem.Id}/follow-up"),
            Does.Contain("This problem is open."));

    private async Task Close(string reason = "FurtherEffortUnlikelyToHelp") =>
        await (await _problem.Move(Stage.Closed, _problem.Supervisor, closingReason: reason)).Ok();

    private async Task<JsonElement> FollowUp() => (await _problem.Read()).GetProperty("followUp");

    private Task<HttpResponseMessage> Record(
        string finding, string evidence = "Two calls since closing, 41 before.", HttpClient? by = null) =>
        (by ?? _problem.Officer).PostAsJsonAsync($"{_problem.Url}/follow-up", new { finding, evidence });
}
