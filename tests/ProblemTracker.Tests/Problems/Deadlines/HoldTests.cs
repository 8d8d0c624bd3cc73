using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Problems;

namespace ProblemTracker.Tests.Problems;

public sealed class HoldTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task An_extension_moves_the_due_date_and_keeps_the_first_one()
    {
        var problem = await _host.Problem();

        var reply = await (await problem.Extend("2026-04-04")).Ok();

        Assert.That(reply.GetProperty("dueOn").GetString(), Is.EqualTo("2026-04-06"), "a Saturday moves to Monday");
        var read = await problem.Read();
        Assert.That(read.GetProperty("dueOn").GetString(), Is.EqualTo("2026-04-06"));
        Assert.That(read.GetProperty("firstDueOn").GetString(), Is.EqualTo("2026-03-16"));
        Assert.That(read.GetProperty("version").GetInt32(), Is.EqualTo(reply.GetProperty("version").GetInt32()));
        var granted = read.GetProperty("extensions")[0];
        Assert.That(granted.GetProperty("reason").GetString(), Is.EqualTo("Winter."));
        Assert.That(granted.GetProperty("inThisStage").GetBoolean());
    }

    [TestCase("2026-03-16", "extension.notLater")]
    [TestCase("2027-03-03", "extension.tooFar")]
    public async Task An_extension_must_be_later_and_within_a_year(string dueOn, string code)
    {
        var problem = await _host.Problem();

        var reply = await problem.Extend(dueOn);

        var shortfall = (await reply.Json()).GetProperty("shortfalls")[0];
        Assert.That(shortfall.GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(shortfall.GetProperty("field").GetString(), Is.EqualTo("dueOn"));
    }

    [Test]
    public async Task An_extension_does_not_carry_over_to_the_next_stage()
    {
        var problem = await _host.Problem();
        await (await problem.Extend("2026-08-03")).Ok();

        await (await problem.Move(Stage.Analysis)).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("dueOn").GetString(), Is.EqualTo("2026-04-01"));
        Assert.That(read.GetProperty("extensions")[0].GetProperty("inThisStage").GetBoolean(), Is.False);
    }

    [Test]
    public async Task A_hold_adds_its_days_to_the_due_date_and_shows_its_end()
    {
        var problem = await _host.Problem();

        var reply = await (await problem.Hold("2026-03-12")).Ok();

        Assert.That(reply.GetProperty("dueOn").GetString(), Is.EqualTo("2026-03-26"));
        Assert.That(reply.GetProperty("onHoldUntil").GetString(), Is.EqualTo("2026-03-12"));
        var read = await problem.Read();
        Assert.That(read.GetProperty("onHoldUntil").GetString(), Is.EqualTo("2026-03-12"));
        Assert.That(read.GetProperty("holds")[0].GetProperty("fromOn").GetString(), Is.EqualTo("2026-03-02"));
        _host.Until(2026, 3, 12);
        Assert.That((await problem.Read()).GetProperty("onHoldUntil").ValueKind, Is.EqualTo(JsonValueKind.Null), "work has resumed");
    }

    [TestCase("2026-03-02", "hold.past")]
    [TestCase("2026-06-01", "hold.tooLong")]
    public async Task A_hold_has_limits(string until, string code)
    {
        var problem = await _host.Problem();

        Assert.That(await (await problem.Hold(until)).ShortfallCodes(), Is.EqualTo(new[] { code }));
    }

    [Test]
    public async Task Holds_can_t_overlap_or_exceed_half_a_year_in_total()
    {
        var problem = await _host.Problem();
        await (await problem.Hold("2026-05-31")).Ok();
        Assert.That(await (await problem.Hold("2026-05-31")).ShortfallCodes(), Is.EqualTo(new[] { "hold.running" }));
        _host.Until(2026, 5, 31);
        await (await problem.Hold("2026-08-28")).Ok();
        _host.Until(2026, 8, 28);

        Assert.That(await (await problem.Hold("2026-08-30")).ShortfallCodes(), Is.EqualTo(new[] { "hold.tooLongInAll" }));
        await (await problem.Hold("2026-08-29")).Ok();
    }

    [Test]
    public async Task The_team_can_end_a_hold_early_and_only_the_days_on_hold_count()
    {
        var problem = await _host.Problem();
        await (await problem.Hold("2026-05-31")).Ok();
        _host.Until(2026, 3, 5);

        var reply = await (await problem.Resume()).Ok();

        Assert.That(reply.GetProperty("dueOn").GetString(), Is.EqualTo("2026-03-19"));
        Assert.That(reply.GetProperty("onHoldUntil").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await problem.Read()).GetProperty("holds")[0].GetProperty("endedOn").GetString(), Is.EqualTo("2026-03-05"));
        Assert.That(await (await problem.Resume()).ShortfallCodes(), Is.EqualTo(new[] { "hold.none" }));
    }

    [TestCase(Stage.Analysis, null)]
    [TestCase(Stage.Closed, "NotAProblem")]
    public async Task Changing_stage_ends_the_hold(Stage to, string? reason)
    {
        var problem = await _host.Problem();
        await (await problem.Hold("2026-05-31")).Ok();
        _host.Until(2026, 3, 5);

        await (await problem.Move(to, by: problem.Supervisor, closingReason: reason)).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("onHoldUntil").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(read.GetProperty("holds")[0].GetProperty("endedOn").GetString(), Is.EqualTo("2026-03-05"));
    }

    /// <summary>A problem a month overdue is not overdue anywhere while on hold, and is overdue again when work resumes.</summary>
    [Test]
    public async Task A_problem_on_hold_is_not_overdue_anywhere()
    {
        var problem = await _host.Problem();
        _host.Until(2026, 5, 4);
        await Expect(overdue: 1, held: 0);
        await (await problem.Hold("2026-05-08")).Ok();
        await Expect(overdue: 0, held: 1);
        _host.Until(2026, 5, 8);
        await Expect(overdue: 1, held: 0);

        async Task Expect(int overdue, int held)
        {
            var reader = _host.SignIn(Role.Supervisor);
            await Assert.MultipleAsync(async () =>
            {
                foreach (var (query, expected) in new[] { ("overdue=true", overdue), ("overdue=false", 1 - overdue), ("onHold=true", held),
                    ("onHold=false", 1 - held) })
                    Assert.That((await reader.Read($"/api/v1/problems?{query}")).GetProperty("total").GetInt32(),
                        Is.EqualTo(expected), query);
                var row = (await reader.Read("/api/v1/problems")).GetProperty("items")[0];
                Assert.That(row.GetProperty("isOverdue").GetBoolean(), Is.EqualTo(overdue == 1));
                Assert.That(row.GetProperty("onHoldUntil").GetString(), Is.EqualTo(held == 1 ? "2026-05-08" : null));
                Assert.That((await problem.Read()).GetProperty("isOverdue").GetBoolean(), Is.EqualTo(overdue == 1));
                var report = await reader.Read("/api/v1/reports/status");
                Assert.That(report.GetProperty("all").GetProperty("overdue").GetProperty("value").GetInt32(), Is.EqualTo(overdue));
                Assert.That(report.GetProperty("byStage")[0].GetProperty("overdue").GetProperty("value").GetInt32(), Is.EqualTo(overdue));
                var officer = await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new ReadMyDay());
                Assert.That(officer.Overdue.Count(), Is.EqualTo(overdue));
                var boss = await _host.SendAs(_host.IdOf(Role.Supervisor), [Role.Supervisor, Role.Command], new ReadMyDay());
                Assert.That(boss.Oversight!.OverdueByLead.Sum(l => l.Overdue), Is.EqualTo(overdue));
                Assert.That(boss.AllOverdue!.Total, Is.EqualTo(overdue));
            });
        }
    }

    [Test]
    public async Task The_CSV_shows_a_problem_on_hold_as_not_overdue()
    {
        var problem = await _host.Problem();
        _host.Until(2026, 5, 4);
        await (await problem.Hold("2026-05-08")).Ok();

        // Read the rows while the scope is open.
        var row = await _host.Query(async db =>
        {
            var agency = new AgencySettings(db, _host.Time);
            var lists = new ListReader(db, ProblemTracker.Shared.Actor.System("test"), agency);
            var export = await lists.File(ProblemList.Listing, new(), default);
            await foreach (var line in export.Rows) return export.Header.Zip(line).ToDictionary(cell => cell.First, cell => cell.Second);
            return [];
        });

        Assert.That(row["isOverdue"], Is.EqualTo("no"));
        Assert.That(row["onHoldUntil"], Is.EqualTo("2026-05-08"));
    }

    [Test]
    public async Task A_closed_problem_can_t_be_extended_or_put_on_hold()
    {
        var problem = await _host.Problem();
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();

        Assert.That(await (await problem.Extend("2026-05-01")).ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await (await problem.Hold("2026-03-12")).ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await (await problem.Resume()).ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
    }

    [Test]
    public async Task Only_a_supervisor_who_does_not_lead_the_problem_can_extend_or_hold_it()
    {
        var problem = await _host.Problem();
        Assert.That((await problem.Extend("2026-05-01", by: problem.Officer)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await problem.Hold("2026-03-12", by: problem.Officer)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await _host.Lead(problem.Id, _host.IdOf("boss", Role.Supervisor));

        Assert.That(await (await problem.Extend("2026-05-01", by: _host.SignInAs("boss"))).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
        Assert.That(await (await problem.Hold("2026-03-12", by: _host.SignInAs("boss"))).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
        await (await problem.Hold("2026-03-12")).Ok();
        Assert.That((await problem.Resume(by: _host.SignInAs("stranger", Role.Officer))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_decision_needs_the_current_version_and_a_reason()
    {
        var problem = await _host.Problem();
        var version = await problem.Version();
        await (await problem.Hold("2026-03-12")).Ok();

        Assert.That((await problem.Extend("2026-05-01", version: version)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await problem.Resume(version: version)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await (await problem.Extend("2026-05-01", reason: " ")).WrongFields(), Is.EqualTo(new[] { "reason" }));
        Assert.That(await (await problem.Hold("2026-05-01", reason: " ")).WrongFields(), Is.EqualTo(new[] { "reason" }));
        Assert.That(await (await problem.Resume(note: " ")).WrongFields(), Is.EqualTo(new[] { "note" }));
    }

    [Test]
    public async Task Holds_and_extensions_are_in_the_timeline_but_do_not_count_as_activity()
    {
        var problem = await _host.Problem();
        var active = (await problem.Read()).GetProperty("lastActivityAt").GetString();
        _host.Until(2026, 3, 4);
        await (await problem.Extend("2026-04-06")).Ok();
        await (await problem.Hold("2026-03-12")).Ok();
        await (await problem.Resume()).Ok();

        Assert.That((await problem.Read()).GetProperty("lastActivityAt").GetString(), Is.EqualTo(active));
        var timeline = (await problem.Supervisor.Read($"{problem.Url}/timeline")).Each("summary").Take(3);
        Assert.That(timeline, Is.EqualTo(new[]
        {
            "Hold ended; work resumed. Spring.", "On hold until March 12, 2026. Winter.", "Extended: due April 6, 2026. Winter.",
        }));
    }
}
