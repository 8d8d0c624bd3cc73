using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class ReadMyDayTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task An_officer_sees_overdue_and_due_problems_and_their_own_actions()
    {
        var overdue = await _host.OpenProblem("Overdue");
        _host.Until(2026, 3, 13);
        var soon = await _host.OpenProblem("Soon");
        await new GivenProblem(_host, soon).Add(Sample.PlannedActions[1]);
        var unled = await _host.OpenProblem("Unled", led: false);
        _host.Until(2026, 3, 23);

        var day = await Day(Role.Officer);

        Assert.Multiple(() =>
        {
            Assert.That(day.Overdue.Select(p => p.Id), Is.EqualTo(new[] { overdue }));
            Assert.That(day.DueSoon.Select(p => p.Id), Is.EqualTo(new[] { soon }));
            Assert.That(day.Actions.Items.Select(a => a.Description), Is.EqualTo(new[] { Sample.PlannedActions[1].Description }));
            Assert.That(day.TeamWithoutLead.Items.Select(p => p.Id), Is.EqualTo(new[] { unled }));
            Assert.That(day.Oversight, Is.Null);
            Assert.That(day.AllOverdue, Is.Null);
        });
    }

    [Test]
    public async Task A_supervisor_sees_overdue_leads_problems_without_a_lead_and_waiting_starts()
    {
        var waiting = await _host.Problem(readyFor: Gate.Start);
        var unled = await _host.OpenProblem("Unled", led: false);
        await _host.OpenProblem("Overdue");
        _host.Until(2026, 4, 20);

        var oversight = (await Day(Role.Supervisor)).Oversight!;

        Assert.Multiple(() =>
        {
            Assert.That(oversight.ToStart.Items.Select(p => p.Id), Is.EqualTo(new[] { waiting.Id }));
            Assert.That(oversight.WithoutLead.Items.Select(p => p.Id), Is.EqualTo(new[] { unled }));
            Assert.That(oversight.OverdueByLead.Select(l => (l.Lead, l.Overdue)), Is.EquivalentTo(new[] { ("officer", 1), (null, 1) }));
        });
    }

    [Test]
    public async Task Command_staff_see_all_overdue_problems_except_confidential_ones()
    {
        var overdue = await _host.OpenProblem("Overdue");
        await _host.OpenProblem("Secret", confidential: true);
        _host.Until(2026, 3, 23);

        Assert.That((await Day(Role.Command)).AllOverdue!.Items.Select(p => p.Id), Is.EqualTo(new[] { overdue }));
    }

    [Test]
    public async Task Administrators_see_no_problems()
    {
        await _host.OpenProblem("Overdue", led: false);
        _host.Until(2026, 3, 23);

        var day = await Day(Role.Administrator);

        Assert.That(day.Leading.Total + day.TeamWithoutLead.Total, Is.Zero);
        Assert.That(day.AllOverdue, Is.Null);
    }

    [Test]
    public async Task The_total_includes_problems_beyond_the_shown_rows()
    {
        for (var i = 0; i < ReadMyDay.Shown + 2; i++) await _host.OpenProblem($"Unled {i}", led: false);

        var unled = (await Day(Role.Supervisor)).Oversight!.WithoutLead;

        Assert.That((unled.Items.Count, unled.Total), Is.EqualTo((ReadMyDay.Shown, ReadMyDay.Shown + 2)));
    }

    [Test]
    public async Task No_problem_that_one_leads_is_missing_on_my_day()
    {
        for (var i = 0; i < ReadMyDay.Shown + 2; i++) await _host.OpenProblem($"Overdue {i}");
        _host.Until(2026, 3, 23);

        Assert.That((await Day(Role.Officer)).Overdue.Count(), Is.EqualTo(ReadMyDay.Shown + 2));
        var html = await new Browser(_host, Role.Officer).Get("/");
        Assert.That(System.Text.RegularExpressions.Regex.Count(html, "Continue Scanning"), Is.EqualTo(ReadMyDay.Shown + 2));
        Assert.That(html, Does.Contain($"Show all {ReadMyDay.Shown + 2}"));
    }

    [Test]
    public async Task Supervisor_sees_why_each_problem_is_overdue()
    {
        var id = await _host.OpenProblem("Overdue");
        _host.Until(2026, 3, 23);

        var overdue = (await Day(Role.Supervisor)).Oversight!.OverdueByLead.Single().Problems.Single();

        var left = (await _host.SignIn(Role.Supervisor).Read($"/api/v1/problems/{id}")).GetProperty("gate").GetProperty("shortfalls");
        Assert.That((overdue.RequirementsLeft, overdue.LastActivityAt), Is.EqualTo(((int?)left.GetArrayLength(), TrackerHost.Start)));
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/"), Does.Contain($"{left.GetArrayLength()} requirements left."));
    }

    [Test]
    public async Task Analysts_see_problems_in_Analysis_and_the_latest_imports()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        await _host.OpenProblem("In Scanning");

        Assert.That((await Day(Role.Analyst)).InAnalysis!.Items.Select(p => p.Id), Is.EqualTo(new[] { problem.Id }));
        Assert.That((await Day(Role.Officer)).InAnalysis, Is.Null);
        Assert.That(await new Browser(_host, Role.Analyst).Get("/"),
            Does.Contain("Problems in Analysis").And.Contain("Nothing has been imported yet."));
    }

    [Test]
    public async Task Administrators_see_emails_that_the_mail_server_refuses()
    {
        var browser = new Browser(_host, Role.Administrator);
        Assert.That(await browser.Get("/"), Does.Contain("Jobs and email").And.Not.Contain("refuses"));
        await _host.Query(db => db.Execute("""
            INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, Attempts, ParkedAt)
            VALUES ('k', 'a@test.example', 's', 'b', '2026-03-02T14:00:00.0000000Z', '2026-03-02T14:00:00.0000000Z', 8,
                '2026-03-02T14:00:00.0000000Z')
            """, null, default));

        Assert.That(await browser.Get("/"), Does.Contain("The mail server refuses 1 email."));
    }

    private Task<MyDayProblems> Day(Role role) => _host.SendAs(_host.IdOf(role), [role], new ReadMyDay());
}
