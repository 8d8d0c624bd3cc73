using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Nudges;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Nudges;

public sealed class SendOutsideRemindersTests
{
    private TrackerHost _host = null!;
    private PartnerCase _case = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
        await _case.Consent();
    }

    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>Inserts a nudge as the ladder would raise it.</summary>
    private Task<int> Raise(string key = "action:1:due") => _host.Query(db => db.Execute("""
        INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId)
        VALUES (@key, 'ActionDueSoon', @Problem, 1, '2026-03-20', @Start, @Action, @Attachment)
        """, new { key, _case.Problem, TrackerHost.Start, _case.Action, _case.Attachment }, default));

    [Test]
    public async Task Reminder_is_emailed_once_with_a_working_link()
    {
        await Raise();

        var first = await _host.Send(new SendOutsideReminders());
        var second = await _host.Send(new SendOutsideReminders());

        Assert.Multiple(async () =>
        {
            Assert.That(first, Is.EqualTo(new RemindersSent(1, 0, false)));
            Assert.That(second, Is.EqualTo(new RemindersSent(0, 0, false)));
            Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox WHERE DedupeKey = 'outside:1' AND Subject = 'P-2026-0001'"),
                Is.EqualTo(1));
            Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
                Does.Contain("due soon").And.Contain(PartnerCase.Task));
            Assert.That((await _host.Anonymous.GetAsync($"/link/{await _case.LastSecret()}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task Reminder_that_another_process_sends_at_the_same_moment_is_not_sent_twice()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Two transactions are held at a point on SQLite.");
        await Raise();
        ((TwinDialect)_host.Services.GetRequiredService<DatabaseSettings>().Dialect).Meanwhile(
            "UPDATE Nudge SET MailedAt", "UPDATE Nudge SET MailedAt = '2026-03-02T13:00:00.0000000Z'");

        Assert.That(await _host.Send(new SendOutsideReminders()), Is.EqualTo(new RemindersSent(0, 1, false)));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM OneTimeLink"), Is.Zero);
    }

    [TestCase(10, 0)]
    [TestCase(12, 1)]
    [TestCase(16, 1)]
    [TestCase(17, 0)]
    public async Task Reminders_are_sent_only_in_the_morning(int utcHour, int sent)
    {
        await Raise();
        _host.Time.SetUtcNow(new(2026, 3, 3, utcHour, 30, 0, TimeSpan.Zero));

        Assert.That((await _host.Send(new SendOutsideReminders())).Sent, Is.EqualTo(sent));
    }

    [TestCase("UPDATE Stakeholder SET ConsentWithdrawnOn = '2026-03-02'")]
    [TestCase("UPDATE Stakeholder SET Email = NULL")]
    [TestCase("UPDATE Stakeholder SET SafeContact = 'By day, at work'")]
    [TestCase("UPDATE ProblemStakeholder SET DetachedAt = '2026-03-02T00:00:00.0000000Z'")]
    [TestCase("UPDATE ProblemAction SET Status = 'Done', DoneOn = '2026-03-01'")]
    [TestCase("UPDATE ProblemAction SET ReportedDoneOn = '2026-03-01'")]
    [TestCase("UPDATE ProblemAction SET OwnerAnswer = 'Declined'")]
    [TestCase("UPDATE ProblemAction SET OwnerAttachmentId = NULL")]
    [TestCase("UPDATE Problem SET Stage = 'Closed'")]
    [TestCase("UPDATE Problem SET OnHoldUntil = '2026-03-03'")]
    public async Task Reminder_that_is_no_longer_needed_or_allowed_gets_no_email(string since)
    {
        await Raise();
        await _host.Query(db => db.Execute(since, null, default));

        Assert.That(await _host.Send(new SendOutsideReminders()), Is.EqualTo(new RemindersSent(0, 1, false)));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox"), Is.Zero);
        Assert.That(await _case.Count("SELECT COUNT(*) FROM OneTimeLink"), Is.Zero);
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Nudge WHERE MailedAt IS NOT NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Owner_gets_only_the_newest_of_the_reminders_that_wait_about_an_action()
    {
        await Raise("soon");
        await Raise("overdue");

        Assert.That(await _host.Send(new SendOutsideReminders()), Is.EqualTo(new RemindersSent(1, 1, false)));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox WHERE DedupeKey = 'outside:2'"), Is.EqualTo(1));
    }

    /// <summary>
    /// Whichever days the server was down, in the morning or all day: no two emails to an owner on one day, none twice with the same words.
    /// </summary>
    [FsCheck.NUnit.Property(MaxTest = 12)]
    public void Owner_hears_each_thing_once_whichever_days_were_missed(byte[] days)
    {
        Stop();
        Start().GetAwaiter().GetResult();
        for (var i = 0; i < 12; i++)
        {
            var day = i < days.Length ? days[i] : (byte)0;
            // March 16 is the first day on which the action, due March 20, is not yet due soon.
            var date = new DateTimeOffset(2026, 3, 16 + i, 11, 0, 0, TimeSpan.Zero);
            if ((day & 1) == 0) Run(date.AddHours(-3));
            if ((day & 2) == 0) Run(date.AddHours(2));
            if ((day & 4) == 0) Run(date.AddHours(8));
        }

        var sent = _host.Query(db => db.List<string>(
            "SELECT CONCAT(SUBSTRING(CAST(CreatedAt AS NVARCHAR(40)), 1, 10), ' ', IIF(Body LIKE '%was due%', 'was due', 'due soon')) "
                + "FROM Outbox WHERE StakeholderId IS NOT NULL ORDER BY Id", null, default)).GetAwaiter().GetResult();
        Assert.That(sent.Select(line => line[..10]), Is.Unique, string.Join('\n', sent));
        Assert.That(sent.Select(line => line[10..]), Is.Unique, string.Join('\n', sent));
    }

    private void Run(DateTimeOffset at)
    {
        _host.Time.SetUtcNow(at);
        while (_host.Send(new RaiseNudges()).GetAwaiter().GetResult().HasMore) { }
        while (_host.Send(new SendOutsideReminders()).GetAwaiter().GetResult().HasMore) { }
    }

    [Test]
    public async Task Overdue_action_is_described_as_overdue()
    {
        _host.Until(2026, 3, 23);
        await Raise();
        await _host.Send(new SendOutsideReminders());

        Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            Does.Contain("your action was due"));
    }
}
