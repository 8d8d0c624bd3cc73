using ProblemTracker.Concerns;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Overdue concerns and repeat complaints come with the morning's email. The clock starts at 9 a.m. on a Monday.</summary>
public sealed class ConcernReminderTests
{
    private TrackerHost _host = null!;
    private bool _hasNeighborhood;

    [SetUp]
    public async Task Start()
    {
        (_host, _hasNeighborhood) = (new(), false);
        await Resident.Open(_host);
        // The accounts exist.
        _host.SignIn(Role.Officer);
        _host.SignIn(Role.Supervisor);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<int> Pass()
    {
        for (var after = (await _host.Send(new RaiseConcernReminders())).Next; after is not null;)
            after = (await _host.Send(new RaiseConcernReminders(after))).Next;
        return (await _host.Send(new SendMorningMail())).Emails;
    }

    private Task<IReadOnlyList<string>> Emails(string recipient) => _host.Query(db => db.List<string>(
        "SELECT Body FROM Outbox WHERE Recipient = @recipient AND DedupeKey LIKE 'digest:%' ORDER BY Id", new { recipient }, default));

    /// <summary>A concern in the first neighborhood, to which the officer is assigned.</summary>
    private async Task Report(bool assigned = true)
    {
        await new Resident(_host).Report(("Name", "Rosa Quill"), ("Phone", "555-0111"));
        if (!_hasNeighborhood) await _host.Neighborhood("Alder");
        _hasNeighborhood = true;
        await _host.Query(db => db.Execute("UPDATE Concern SET NeighborhoodId = 1", null, default));
        if (assigned)
            await _host.Query(db => db.Execute("""
                INSERT INTO Assignment (PersonId, NeighborhoodId, FromOn, ToOn) SELECT @Officer, 1, '2026-01-01', NULL
                """, new { Officer = _host.IdOf(Role.Officer) }, default));
    }

    [Test]
    public async Task Officers_of_the_neighborhood_hear_of_an_overdue_concern_and_then_the_supervisor()
    {
        await Report();
        _host.Time.Advance(TimeSpan.FromDays(2));
        Assert.That(await Pass(), Is.Zero, "Due today.");
        _host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(await Pass(), Is.EqualTo(1));
        Assert.That(await Pass(), Is.Zero);
        var email = (await Emails("officer@test.example")).Single();
        Assert.That(email, Does.Contain("CONCERNS OF RESIDENTS").And.Contain("C-2026-0001: Noise, Alder")
            .And.Contain("To acknowledge by Mar 4, 2026.").And.Contain("/concerns/1"));
        Assert.That(email, Does.Not.Contain("Rosa").And.Not.Contain("Tanner").And.Not.Contain("555-0111"));
        Assert.That(await Emails("supervisor@test.example"), Is.Empty);

        _host.Time.Advance(TimeSpan.FromDays(6));
        Assert.That(await Pass(), Is.EqualTo(2));
        Assert.That((await Emails("supervisor@test.example")).Single(), Does.Contain("Escalated to you.").And.Contain("1 escalation"));
    }

    [Test]
    public async Task Supervisor_hears_at_once_where_nobody_is_assigned()
    {
        await Report(assigned: false);
        _host.Time.Advance(TimeSpan.FromDays(3));
        await Pass();
        Assert.That(await Emails("officer@test.example"), Is.Empty);
        Assert.That((await Emails("supervisor@test.example")).Single(), Does.Contain("C-2026-0001"));
    }

    [Test]
    public async Task Nobody_hears_of_a_concern_that_was_acknowledged_in_the_meantime()
    {
        await Report();
        _host.Time.Advance(TimeSpan.FromDays(3));
        await _host.Send(new RaiseConcernReminders());
        await (await _host.SignIn(Role.Officer).IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        Assert.That(await Pass(), Is.Zero);
        _host.Time.Advance(TimeSpan.FromDays(14));
        await Pass();
        Assert.That((await Emails("officer@test.example")).Single(), Does.Contain("To decide by Mar 16, 2026."));
    }

    [Test]
    public async Task Who_wants_escalations_only_gets_no_reminder_by_email()
    {
        await Report();
        await _host.Query(db => db.Execute("UPDATE Person SET EmailChoice = 'EscalationsOnly' WHERE Id > 0", null, default));
        _host.Time.Advance(TimeSpan.FromDays(3));
        Assert.That(await Pass(), Is.Zero);
        _host.Time.Advance(TimeSpan.FromDays(7));
        Assert.That(await Pass(), Is.EqualTo(1));
    }

    [Test]
    public async Task Supervisor_hears_of_repeat_complaints_every_week_until_somebody_decides()
    {
        for (var i = 0; i < 3; i++) await Report(assigned: false);
        for (var id = 1; id <= 3; id++)
            await (await _host.SignIn(Role.Officer).IfMatch(1)
                .PostAsJsonAsync($"/api/v1/concerns/{id}/close", new { reason = "Solved." })).Ok();
        await _host.Send(new FindRepeatComplaints());
        await Pass();
        Assert.That(await Emails("officer@test.example"), Is.Empty);
        Assert.That((await Emails("supervisor@test.example")).Single(),
            Does.Contain("Repeat complaints about one place").And.Contain("/concerns/repeats/1"));
        _host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(await Pass(), Is.Zero);
        _host.Time.Advance(TimeSpan.FromDays(6));
        Assert.That(await Pass(), Is.EqualTo(1));
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsJsonAsync("/api/v1/concerns/repeats/1/decide",
            new { reason = "One party." })).Ok();
        _host.Time.Advance(TimeSpan.FromDays(7));
        Assert.That(await Pass(), Is.Zero);
    }
}
