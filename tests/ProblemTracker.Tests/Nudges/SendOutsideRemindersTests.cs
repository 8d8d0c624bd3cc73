using ProblemTracker.Nudges;
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

    /// <summary>As the ladder raises it.</summary>
    private Task<int> Raise(string key = "action:1:due") => _host.Query(db => db.Execute("""
        INSERT INTO Nudge (DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId)
        VALUES (@key, 'ActionDueSoon', @Problem, 1, '2026-03-20', @Start, @Action, @Attachment)
        """, new { key, _case.Problem, TrackerHost.Start, _case.Action, _case.Attachment }, default));

    [Test]
    public async Task A_reminder_is_mailed_once_with_a_link_that_works()
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

    [TestCase(10, 0)]
    [TestCase(12, 1)]
    [TestCase(16, 1)]
    [TestCase(17, 0)]
    public async Task Only_while_the_mornings_mail_is_made(int utcHour, int sent)
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
    [TestCase("UPDATE Problem SET HeldUntil = '2026-03-03'")]
    public async Task What_may_not_or_need_not_be_sent_any_more_is_settled_without_an_email(string since)
    {
        await Raise();
        await _host.Query(db => db.Execute(since, null, default));

        Assert.That(await _host.Send(new SendOutsideReminders()), Is.EqualTo(new RemindersSent(0, 1, false)));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox"), Is.Zero);
        Assert.That(await _case.Count("SELECT COUNT(*) FROM OneTimeLink"), Is.Zero);
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Nudge WHERE MailedAt IS NOT NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_late_is_called_late()
    {
        _host.Until(2026, 3, 23);
        await Raise();
        await _host.Send(new SendOutsideReminders());

        Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            Does.Contain("your part was due"));
    }
}
