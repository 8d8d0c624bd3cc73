using ProblemTracker.Domain;
using ProblemTracker.Retention;

namespace ProblemTracker.Tests.Retention;

public sealed class LegalHoldTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private async Task<long> DueProblem(string title = "Noise")
    {
        var id = await _host.OpenProblem(title);
        await _host.Query(db => db.Execute("UPDATE Problem SET Stage = 'Closed', ClosingReason = 'Solved', "
            + "ClosedAt = '2026-03-02T14:00:00.0000000Z' WHERE Id = @id", new { id }, default));
        await _host.Keep5Years("problem");
        _host.Until(2032, 3, 2);
        return id;
    }

    private async Task<long> Hold(string covers, long? subjectId = null)
    {
        var body = new { covers, subjectId, reason = "Lawsuit", reference = "Docket 7" };
        return (await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/holds", body)).Ok()).GetProperty("id").GetInt64();
    }

    private async Task End(long hold) => Assert.That((int)(await _host.Administrator().PostAsJsonAsync(
        $"/api/v1/retention/holds/{hold}/end", new { reason = "Settled" })).StatusCode, Is.EqualTo(204));

    private Task<int> Problems() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Problem", null, default));

    [TestCase("Problem")]
    [TestCase("Everything")]
    [TestCase("Stakeholder")]
    public async Task Held_problem_can_not_be_proposed_or_approved(string covers)
    {
        var problem = await DueProblem();
        var stakeholder = await _host.SignIn(Role.Officer).Stakeholder();
        await _host.Query(db => db.Execute("INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) "
            + "VALUES (@problem, @stakeholder, 'Affected', '2026-03-02T14:00:00.0000000Z')", new { problem, stakeholder }, default));
        await (await _host.Administrator().Propose(problem)).Ok();
        await Hold(covers, covers == "Problem" ? problem : covers == "Stakeholder" ? stakeholder : null);

        var approved = await _host.Commander().Approve(problem);

        Assert.That(await approved.ShortfallCodes(), Is.EqualTo(new[] { "hold.stands" }));
        Assert.That(await approved.Content.ReadAsStringAsync(), Does.Contain("covers P-2026-0001"));
        var row = (await _host.Administrator().Read("/api/v1/retention/due")).GetProperty("items")[0];
        Assert.That(row.GetProperty("isHeld").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Hold_set_between_approval_and_run_wins()
    {
        var problem = await DueProblem();
        await _host.Agree(problem);
        await Hold("Problem", problem);

        Assert.That(await _host.RunPurges(), Is.Empty);

        Assert.That(await Problems(), Is.EqualTo(1));
        Assert.That((await _host.Administrator().Read("/api/v1/retention/due")).Each("state"), Is.EqualTo(new[] { "Stopped" }));
    }

    [Test]
    public async Task Hold_that_ended_after_the_approval_still_stops_the_purge()
    {
        var problem = await DueProblem();
        await _host.Agree(problem);
        await End(await Hold("Everything"));

        Assert.That(await _host.RunPurges(), Is.Empty);
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.Agree(problem);
        Assert.That(await _host.RunPurges(), Has.Count.EqualTo(1));
        Assert.That(await Problems(), Is.Zero);
    }

    [Test]
    public async Task Problem_that_was_reopened_after_the_approval_is_not_purged()
    {
        var problem = await DueProblem();
        await _host.Agree(problem);
        await _host.Put(problem, Stage.Scanning);

        Assert.That(await _host.RunPurges(), Is.Empty);
        Assert.That(await Problems(), Is.EqualTo(1));
    }

    [Test]
    public async Task Hold_is_set_by_the_problems_number_on_a_page()
    {
        var problem = await _host.OpenProblem();
        var number = await _host.Query(db => db.Single<string>("SELECT Number FROM Problem WHERE Id = @problem", new { problem }, default));
        var commander = new Browser(_host, Role.Command);
        Assert.That(await commander.Get($"/problems/{problem}"), Does.Contain($"/retention/holds?subject={number}"));
        Assert.That(await commander.Get($"/retention/holds?subject={number}"), Does.Contain($"value=\"{number}\""));
        var form = new Dictionary<string, string> { ["Covers"] = "Problem", ["Subject"] = "P-2026-9999", ["Reason"] = "Lawsuit" };

        Assert.That(await commander.Post("/retention/holds", form),
            Does.Contain("There is no problem with this number.").And.Contain("value=\"P-2026-9999\""));
        form["Subject"] = $" {number.ToLowerInvariant()} ";
        await commander.Post("/retention/holds", form, redirect: "/retention/holds");

        Assert.That(await commander.Get("/retention/holds"), Does.Contain($"data-label=\"Covers\">{number}</td>"));
        Assert.That(await commander.Get($"/problems/{problem}"), Does.Contain("Legal hold"));
    }

    [TestCase("Problem", 1, "P-2026-0001", "subjectId")]
    [TestCase("Stakeholder", null, "P-2026-0001", "number")]
    [TestCase("Everything", null, "P-2026-0001", "number")]
    [TestCase("Everything", 1, null, "subjectId")]
    [TestCase("Problem", null, null, "subjectId")]
    public async Task Hold_names_what_it_covers_in_one_way(string covers, int? subjectId, string? number, string field) =>
        Assert.That(await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/holds",
            new { covers, subjectId, number, reason = "Lawsuit", reference = "Docket 7" })).WrongFields(), Does.Contain(field));

    [Test]
    public async Task Hold_keeps_evidence_from_being_unlinked()
    {
        var problem = await _host.OpenProblem();
        await Hold("Problem", problem);

        var reply = await _host.SignIn(Role.Supervisor).DeleteAsync($"/api/v1/problems/{problem}/incidents/1");

        Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "hold.stands" }));
    }

    [Test]
    public async Task Hold_is_shown_on_the_problem_to_those_who_can_view_it_only()
    {
        var problem = await _host.OpenProblem(confidential: true, by: _host.SignIn(Role.Supervisor), led: false);
        await Hold("Problem", problem);

        Assert.That(await new Browser(_host, Role.Supervisor).Get($"/problems/{problem}"), Does.Contain("Docket 7"));
        Assert.That((int)(await new Browser(_host, Role.Officer).Reply($"/problems/{problem}")).StatusCode, Is.EqualTo(404));
        Assert.That(() => _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new ReadHoldsOnProblem(problem)),
            Throws.TypeOf<ProblemTracker.Shared.NotFound>());
    }

    [Test]
    public async Task Who_proposed_can_not_approve_unless_alone()
    {
        var problem = await DueProblem();
        var administrator = _host.Administrator();
        await (await administrator.Propose(problem)).Ok();

        Assert.That(await (await administrator.Approve(problem)).ShortfallCodes(), Is.EqualTo(new[] { "retention.alone" }));
        _ = _host.Commander();
        Assert.That(await (await administrator.Approve(problem, alone: true)).ShortfallCodes(),
            Is.EqualTo(new[] { "retention.secondPerson" }));
        await _host.Deactivate(_host.IdOf(Role.Command));
        await (await administrator.Approve(problem, alone: true)).Ok();

        var certificate = (await _host.RunPurges()).Single();
        Assert.That((await administrator.Read($"/api/v1/retention/certificates/{certificate}")).GetProperty("isBySamePerson").GetBoolean());
    }

    [Test]
    public async Task Kept_problem_is_due_again_on_the_day()
    {
        var problem = await DueProblem();
        await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/keep",
            new { kind = "problem", ids = new[] { problem }, until = "2033-01-10", reason = "Research" })).Ok();

        Assert.That(await _host.Ids(), Is.Empty);
        _host.Until(2033, 1, 9);
        Assert.That(await _host.Ids(), Is.Empty);
        _host.Until(2033, 1, 10);
        Assert.That(await _host.Ids(), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public async Task Nothing_is_due_before_the_agency_chooses()
    {
        await DueProblem();
        await _host.Keep5Years();

        Assert.That(await _host.Ids(), Is.Empty);
        Assert.That(await (await _host.Administrator().Propose(1)).ShortfallCodes(), Is.EqualTo(new[] { "retention.notDue" }));
    }

    /// <summary>Whatever is held, in any order of holds and ends: what can be approved is never covered by a standing hold.</summary>
    [Test]
    public async Task Free_due_list_never_contains_a_held_record()
    {
        var problems = new List<long>();
        for (var n = 0; n < 6; n++) problems.Add(await DueProblem($"Problem {n}"));
        var random = new Random(20260302);
        var standing = new Dictionary<long, long?>();
        for (var step = 0; step < 60; step++)
        {
            if (standing.Count > 0 && random.Next(3) == 0)
            {
                var ended = standing.Keys.ElementAt(random.Next(standing.Count));
                await _host.Send(new EndLegalHold(ended, "Settled"));
                standing.Remove(ended);
            }
            else
            {
                var everything = random.Next(8) == 0;
                long? subject = everything ? null : problems[random.Next(problems.Count)];
                var covers = everything ? HoldCovers.Everything : HoldCovers.Problem;
                var set = await _host.Send(new SetLegalHold(covers, subject, "Lawsuit", null));
                standing[set.Id] = subject;
            }
            var free = (await _host.Send(new ListDue { IsHeld = false })).Items.Select(row => row.Id);
            Assert.That(free, Is.EqualTo(problems.Where(p => !standing.ContainsValue(null) && !standing.ContainsValue(p))), $"step {step}");
        }
    }
}
