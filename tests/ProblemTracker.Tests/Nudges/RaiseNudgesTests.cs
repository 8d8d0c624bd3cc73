using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Nudges;

/// <summary>A problem opened on Monday, March 2, 2026 is due in Scanning on March 16; the day after, it is overdue.</summary>
public sealed class RaiseNudgesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task On_the_due_date_itself_nobody_is_nudged()
    {
        await _host.OpenProblem();
        _host.Until(2026, 3, 16);

        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);
    }

    [Test]
    public async Task The_day_ends_at_midnight_of_the_agency()
    {
        await _host.OpenProblem();
        // March 17 in London, still the evening of the 16th in New York.
        _host.Time.SetUtcNow(new(2026, 3, 17, 3, 59, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Time.SetUtcNow(new(2026, 3, 17, 4, 0, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
    }

    [Test]
    public async Task The_lead_is_nudged_once_however_often_it_runs()
    {
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);

        for (var run = 0; run < 3; run++) await _host.Send(new RaiseNudges());

        var mine = (await Nudges(Role.Officer)).EnumerateArray().ToList();
        Assert.That(mine, Has.Count.EqualTo(1));
        Assert.That(mine[0].GetProperty("problemId").GetInt64(), Is.EqualTo(id));
        Assert.That(mine[0].GetProperty("dueOn").GetString(), Is.EqualTo("2026-03-16"));
        Assert.That(mine[0].GetProperty("daysOver").GetInt32(), Is.EqualTo(1));
        Assert.That(mine[0].GetProperty("stillStands").GetBoolean(), Is.True);
        Assert.That(await Count("Outbox"), Is.EqualTo(1));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Deed = 'nudge.raised'", null, default)), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_processes_at_the_same_moment_nudge_once()
    {
        for (var i = 0; i < 5; i++) await _host.OpenProblem($"Problem {i}");
        using var other = new TrackerHost(beside: _host);
        _host.Until(2026, 3, 17);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new RaiseNudges()))));

        Assert.That(runs.Sum(r => r.Raised), Is.EqualTo(5));
        Assert.That((await Count("Nudge"), await Count("NudgeRecipient"), await Count("Outbox")), Is.EqualTo((5, 5, 5)));
    }

    [Test]
    public async Task A_new_due_date_is_nudged_again()
    {
        await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        await _host.Send(new ProblemTracker.Settings.SetSetting("deadlines.scanningDays", "21"));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);

        _host.Until(2026, 3, 24);
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
        Assert.That((await Nudges(Role.Officer)).EnumerateArray().Select(n => n.GetProperty("stillStands").GetBoolean()), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task Without_a_lead_the_team_is_nudged()
    {
        await _host.OpenProblem(led: false);
        await Join(await OnlyProblem(), _host.IdOf("colleague", Role.Officer));
        _host.Until(2026, 3, 17);

        await _host.Send(new RaiseNudges());

        Assert.That(await Recipients(), Is.EquivalentTo(new[] { _host.IdOf(Role.Officer), _host.IdOf("colleague") }));
    }

    [Test]
    public async Task A_lead_who_has_left_gives_way_to_the_active_team()
    {
        await _host.OpenProblem();
        await Join(await OnlyProblem(), _host.IdOf("colleague", Role.Officer));
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Gone", [Role.Officer], Active: false));
        _host.Until(2026, 3, 17);

        await _host.Send(new RaiseNudges());

        Assert.That(await Recipients(), Is.EqualTo(new[] { _host.IdOf("colleague") }));
    }

    [Test]
    public async Task Nobody_is_nudged_about_a_problem_that_they_cannot_open()
    {
        await _host.OpenProblem();
        // An officer who became an administrator reads no problems any more.
        await _host.Send(new ChangePerson(_host.IdOf(Role.Officer), 1, "Moved", [Role.Administrator], Active: true));
        _host.Until(2026, 3, 17);

        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);
        Assert.That(await Count("Outbox"), Is.Zero);

        // Somebody joins: now there is somebody to tell.
        await Join(await OnlyProblem(), _host.IdOf("colleague", Role.Officer));
        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.EqualTo(1));
    }

    [Test]
    public async Task A_nudge_about_a_problem_that_became_invisible_is_hidden()
    {
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        var nudge = (await Nudges(Role.Officer))[0].GetProperty("id").GetInt64();
        await Sql("UPDATE Problem SET Confidential = 1 WHERE Id = @id", id);
        await Sql("DELETE FROM ProblemMember WHERE ProblemId = @id", id);

        Assert.That((await Nudges(Role.Officer)).GetArrayLength(), Is.Zero);
        Assert.That(await Unseen(Role.Officer), Is.Zero);
        Assert.That((await See(Role.Officer, nudge)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Closed_problems_are_left_alone()
    {
        var id = await _host.OpenProblem();
        var problem = new GivenProblem(_host, id);
        _host.Until(2026, 3, 17);
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "NotAProblem")).Ok();

        Assert.That((await _host.Send(new RaiseNudges())).Raised, Is.Zero);
    }

    [Test]
    public async Task More_than_one_batch_is_worked_off()
    {
        await _host.OpenProblem();
        await Copy(times: 8); // 256 problems, more than a batch of 200
        _host.Until(2026, 3, 17);

        var first = await _host.Send(new RaiseNudges());
        var second = await _host.Send(new RaiseNudges(first.Next));

        Assert.That((first.Raised, second.Raised, second.Next), Is.EqualTo((200, 56, (NudgeCursor?)null)));
    }

    [Test]
    public async Task A_nudge_is_seen_once_and_by_its_recipient_alone()
    {
        await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        var nudge = (await Nudges(Role.Officer))[0].GetProperty("id").GetInt64();
        Assert.That(await Unseen(Role.Officer), Is.EqualTo(1));

        Assert.That((await See(Role.Supervisor, nudge)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var first = await (await See(Role.Officer, nudge)).Ok();
        _host.Until(2026, 3, 18);
        var again = await (await See(Role.Officer, nudge)).Ok();

        Assert.That(again.GetProperty("seenAt").GetDateTimeOffset(), Is.EqualTo(first.GetProperty("seenAt").GetDateTimeOffset()));
        Assert.That(await Unseen(Role.Officer), Is.Zero);
        Assert.That((await _host.SignIn(Role.Officer).GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/nudges?seen=false")).GetProperty("total").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Nudges_come_newest_first_a_page_at_a_time()
    {
        for (var i = 0; i < 3; i++) await _host.OpenProblem($"Problem {i}");
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        var officer = _host.SignIn(Role.Officer);

        var first = await (await officer.GetAsync("/api/v1/nudges?size=2")).Ok();
        var second = await (await officer.GetAsync($"/api/v1/nudges?size=2&after={first.GetProperty("next").GetString()}")).Ok();

        var ids = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(n => n.GetProperty("id").GetInt64()).ToList();
        Assert.That(ids, Is.Unique.And.Ordered.Descending);
        Assert.That(ids, Has.Count.EqualTo(3));
        Assert.That((await officer.GetAsync("/api/v1/nudges?size=0")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await officer.GetAsync("/api/v1/nudges?after=nonsense")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task An_administrator_has_no_nudges_rather_than_a_refusal() =>
        Assert.That((await Nudges(Role.Administrator)).GetArrayLength(), Is.Zero);

    [Test]
    public async Task The_search_for_overdue_problems_walks_the_index_of_due_dates()
    {
        var plan = await _host.Query(db => db.List<PlanLine>("""
            EXPLAIN QUERY PLAN SELECT p.Id FROM Problem p WHERE p.DueOn < '2026-03-17' AND p.Stage <> 'Closed'
                AND NOT EXISTS (SELECT 1 FROM Nudge n WHERE n.ProblemId = p.Id AND n.Visit = p.Visit AND n.DueOn = p.DueOn AND n.Rung = 'Overdue')
            ORDER BY p.DueOn, p.Id LIMIT 200
            """, null, default));

        Assert.That(plan.Select(p => p.Detail), Has.Some.Contains("IX_Problem_Due").And.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"));
    }

    private sealed record PlanLine
    {
        public string Detail { get; init; } = "";
    }

    private async Task<System.Text.Json.JsonElement> Nudges(Role role) =>
        (await (await _host.SignIn(role).GetAsync("/api/v1/nudges")).Ok()).GetProperty("items");

    private Task<HttpResponseMessage> See(Role role, long nudge) => _host.SignIn(role).PostAsync($"/api/v1/nudges/{nudge}/seen", null);

    private async Task<int> Unseen(Role role) => (await _host.SendAs(_host.IdOf(role), [role], new CountMyNudges())).Unseen;

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));

    private Task<IReadOnlyList<long>> Recipients() => _host.Query(db => db.List<long>("SELECT PersonId FROM NudgeRecipient ORDER BY PersonId", null, default));

    private Task<long> OnlyProblem() => _host.Query(db => db.Single<long>("SELECT Id FROM Problem", null, default));

    private Task<int> Join(long id, long person) => _host.Query(db => db.Write(() => db.Execute(
        "INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (@id, @person, @Now)", new { id, person, Now = _host.Time.GetUtcNow() }, default), default));

    private Task<int> Sql(string sql, long id) => _host.Query(db => db.Write(() => db.Execute(sql, new { id }, default), default));

    private Task<int> Copy(int times) => _host.Query(db => db.Write(async () =>
    {
        for (var i = 0; i < times; i++)
        {
            await db.Execute("""
                INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, IdentifiedBy, Priority, Confidential, LeadId, Stage, Visit,
                    StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt)
                SELECT CONCAT(Number, '-', @i), Title, TitleKey, Description, CategoryCode, NeighborhoodId, IdentifiedBy, Priority, Confidential, LeadId, Stage, Visit,
                    StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt FROM Problem
                """, new { i }, default);
        }
        return 0;
    }, default));
}
