using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class AdvanceStageTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Lists_every_shortfall_before_Analysis()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem(led: false));

        var reply = await problem.Move(Stage.Analysis);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await reply.ShortfallCodes(),
            Is.EquivalentTo(Sara.Codes.Where(c => c.StartsWith("scanning.", StringComparison.Ordinal))));
        Assert.That((await problem.Read()).GetProperty("stage").GetString(), Is.EqualTo("Scanning"));
    }

    [Test]
    public async Task A_problem_goes_through_all_stages_and_closes_with_a_verdict()
    {
        var problem = await _host.Problem(readyFor: Gate.Closed);

        await (await problem.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();

        var closed = await problem.Read();
        Assert.Multiple(() =>
        {
            Assert.That(closed.GetProperty("stage").GetString(), Is.EqualTo("Closed"));
            Assert.That(closed.GetProperty("closingReason").GetString(), Is.EqualTo("ObjectivesAchieved"));
            Assert.That(closed.GetProperty("verdictText").GetString(), Is.EqualTo("Improved"));
            Assert.That(closed.GetProperty("dueOn").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(closed.GetProperty("gate").GetProperty("next").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        });
    }

    [Test]
    public async Task A_move_based_on_an_old_version_is_rejected()
    {
        var problem = await _host.Problem();
        var version = await problem.Version();
        await (await problem.Move(Stage.Analysis, version: version)).Ok();

        Assert.That((await problem.Move(Stage.Analysis, version: version)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Simultaneous_moves_advance_the_problem_once()
    {
        var problem = await _host.Problem();
        var version = await problem.Version();
        var clients = Enumerable.Range(0, 6).Select(_ => _host.SignIn(Role.Officer)).ToList();

        var replies = await Task.WhenAll(clients.Select(c => problem.Move(Stage.Analysis, by: c, version: version)));

        Assert.That(replies.Count(r => r.IsSuccessStatusCode), Is.EqualTo(1));
        Assert.That(replies.Where(r => !r.IsSuccessStatusCode).Select(r => r.StatusCode),
            Is.All.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [TestCase(Stage.Scanning, null)]
    [TestCase(Stage.Response, null)]
    [TestCase(Stage.Assessment, null)]
    [TestCase(Stage.Closed, "ObjectivesAchieved")]
    public async Task Rejects_an_impossible_move(Stage to, string? reason)
    {
        var problem = await _host.Problem();

        var reply = await problem.Move(to, by: problem.Supervisor, closingReason: reason);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "stage.notAllowed" }));
    }

    [Test]
    public async Task An_impossible_move_can_t_be_overridden()
    {
        var problem = await _host.Problem();

        var reply = await problem.Move(Stage.Response, by: problem.Supervisor, overriding: ["stage.notAllowed"]);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "override.codes[0]" }));
    }

    [Test]
    public async Task Only_a_supervisor_can_close_early_and_an_officer_is_told_so()
    {
        var problem = await _host.Problem();

        var refused = await problem.Move(Stage.Closed, closingReason: "NotAProblem");
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await refused.Json()).GetProperty("title").GetString(), Does.Contain("A supervisor who does not lead this problem"));

        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();
    }

    [Test]
    public async Task Closing_as_a_duplicate_needs_another_problem()
    {
        var problem = await _host.Problem();
        var other = await _host.OpenProblem("The same noise");

        var unnamed = await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "Duplicate");
        Assert.That(await unnamed.WrongFields(), Is.EqualTo(new[] { "relatedProblemId" }));
        var itself = await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "Duplicate", relatedProblemId: problem.Id);
        Assert.That(await itself.WrongFields(), Is.EqualTo(new[] { "relatedProblemId" }));
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "Duplicate", relatedProblemId: other)).Ok();

        Assert.That((await problem.Read()).GetProperty("relatedProblemId").GetInt64(), Is.EqualTo(other));
    }

    [Test]
    public async Task Closing_needs_a_reason()
    {
        var problem = await _host.Problem();

        Assert.That(await (await problem.Move(Stage.Closed, by: problem.Supervisor)).WrongFields(), Is.EqualTo(new[] { "closingReason" }));
    }

    [Test]
    public async Task An_override_must_name_every_shortfall_and_stays_on_record()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning with { Harms = null, Statement = null });

        var half = await problem.Move(Stage.Analysis, by: problem.Supervisor, overriding: ["scanning.harms"]);
        Assert.That(await half.ShortfallCodes(), Is.EqualTo(new[] { "scanning.statement" }));
        // This gate does not require lessons, so naming them overrides nothing.
        await (await problem.Move(Stage.Analysis, by: problem.Supervisor,
            overriding: ["scanning.harms", "scanning.statement", "assessment.lessons"])).Ok();

        var record = (await problem.Read()).GetProperty("overrides")[0];
        Assert.That(record.GetProperty("codes").EnumerateArray().Select(c => c.GetString()),
            Is.EqualTo(new[] { "scanning.harms", "scanning.statement" }));
        Assert.That(record.GetProperty("reason").GetString(), Is.EqualTo("Known from the neighboring case."));
        Assert.That(record.GetProperty("gate").GetString(), Is.EqualTo("Analysis"));
    }

    [Test]
    public async Task A_supervisor_can_t_override_in_a_problem_they_lead()
    {
        var boss = _host.SignInAs("boss", Role.Supervisor);
        var opened = await boss.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Own case",
            description = "Led by a supervisor.",
            categoryCode = "noise",
            neighborhoodId = await _host.Neighborhood(),
            source = "Officer",
            priority = "Low",
            confidential = false,
            leadId = _host.IdOf("boss"),
        });
        var problem = new GivenProblem(_host, (await opened.Ok()).GetProperty("id").GetInt64());

        Assert.That(await (await problem.Move(Stage.Analysis, by: boss, overriding: ["scanning.harms"])).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
    }

    [Test]
    public async Task Moving_back_passes_no_gate_and_is_counted()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);

        await (await problem.Move(Stage.Scanning)).Ok();

        Assert.That((await problem.Read()).GetProperty("movesBack").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_closed_problem_can_be_reopened_only_to_Scanning_or_Analysis()
    {
        var problem = await _host.Problem();
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();

        Assert.That(await (await problem.Move(Stage.Response)).ShortfallCodes(), Is.EqualTo(new[] { "stage.notAllowed" }));
        await (await problem.Move(Stage.Analysis)).Ok();

        var reopened = await problem.Read();
        Assert.That(reopened.GetProperty("reopenings").GetInt32(), Is.EqualTo(1));
        Assert.That(reopened.GetProperty("closingReason").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
    }

    [Test]
    public async Task A_move_needs_a_note()
    {
        var problem = await _host.Problem();

        var reply = await problem.Officer.IfMatch(await problem.Version())
            .PostAsJsonAsync($"{problem.Url}/stage", new { to = "Analysis", note = " " });

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "note" }));
    }

    [TestCase(Role.Command, HttpStatusCode.Forbidden)]
    [TestCase(Role.Analyst, HttpStatusCode.Forbidden)]
    [TestCase(Role.Administrator, HttpStatusCode.Forbidden)]
    public async Task Only_roles_that_work_problems_can_move_them(Role role, HttpStatusCode expected)
    {
        var problem = await _host.Problem();

        Assert.That((await problem.Move(Stage.Analysis, by: _host.SignIn(role))).StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_officer_who_is_not_on_the_team_can_t_move_a_problem()
    {
        var problem = await _host.Problem();

        var reply = await problem.Move(Stage.Analysis, by: _host.SignInAs("stranger", Role.Officer));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain("on this problem's team"));
    }
}
