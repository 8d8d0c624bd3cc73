using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Mail;

public sealed class DeliverMailTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private string MailFolder => Path.Combine(_host.Folder, "mail");

    [Test]
    public async Task Queued_email_becomes_one_file_in_the_pickup_folder()
    {
        await Overdue();

        var run = await _host.Send(new DeliverMail());
        var again = await _host.Send(new DeliverMail());

        Assert.That((run.Sent, run.Failed, again.Sent), Is.EqualTo((1, 0, 0)));
        var email = await OnlyEmail();
        Assert.That(email.To.Mailboxes.Single().Address, Is.EqualTo("officer@test.example"));
        Assert.That(email.Subject, Is.EqualTo("P-2026-0001: overdue"));
        Assert.That(email.MessageId, Is.EqualTo("outbox.1.20260317140000@127.0.0.1"));
        Assert.That(email.Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
        Assert.That(email.TextBody, Does.Contain("It is overdue."));
        Assert.That(Path.GetFileName(Directory.GetFiles(MailFolder).Single()), Is.EqualTo("1.eml"));
    }

    [Test]
    public async Task Email_written_twice_is_one_file()
    {
        await Overdue();
        await _host.Send(new DeliverMail());
        var first = (await OnlyEmail()).MessageId;
        // As if the process had died between writing the file and marking the email as sent.
        await Sql("UPDATE Outbox SET SentAt = NULL, NextAttemptAt = CreatedAt");

        await _host.Send(new DeliverMail());

        Assert.That((await OnlyEmail()).MessageId, Is.EqualTo(first));
    }

    [Test]
    public async Task Two_processes_at_once_send_each_email_once()
    {
        for (var i = 0; i < 4; i++) await Overdue($"email {i}");
        using var other = new TrackerHost(beside: _host);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new DeliverMail()))));

        Assert.That(runs.Sum(r => r.Sent), Is.EqualTo(4));
        Assert.That(Directory.GetFiles(MailFolder), Has.Length.EqualTo(4));
    }

    [Test]
    public async Task Email_waits_while_the_folder_is_not_writable()
    {
        await Overdue();
        await File.WriteAllTextAsync(MailFolder, "A file in place of the folder.");

        var run = await _host.Send(new DeliverMail());
        Assert.That((run.Sent, run.Failed), Is.EqualTo((0, 0)));
        Assert.That(run.Outage, Does.StartWith("Can't write to the folder for outgoing emails: "));
        var waiting = await Row();
        Assert.That((waiting.SentAt, waiting.ParkedAt, waiting.LastError, waiting.Attempts),
            Is.EqualTo((null as string, null as string, null as string, 0)));

        File.Delete(MailFolder);
        Assert.That((await _host.Send(new DeliverMail())).Sent, Is.EqualTo(1));
    }

    [Test]
    public async Task Email_is_parked_after_eight_attempts()
    {
        await Overdue();
        await Sql("UPDATE Outbox SET Recipient = 'no address <'");
        for (var attempt = 1; attempt <= Outbox.ParkedAfter; attempt++)
        {
            Assert.That((await Row()).ParkedAt, Is.Null);
            Assert.That((await _host.Send(new DeliverMail())).Failed, Is.EqualTo(1));
            Assert.That((await _host.Send(new DeliverMail())).Failed, Is.Zero, "waits for its next attempt");
            _host.Time.Advance(Outbox.WaitAfter(attempt));
        }

        Assert.That((await Row()).ParkedAt, Is.Not.Null);
        Assert.That((await Row()).LastError, Is.Not.Empty);
        Assert.That((await _host.Send(new DeliverMail())).Failed, Is.Zero);
    }

    [Test]
    public async Task Email_that_cannot_be_written_does_not_hold_up_the_others()
    {
        await Overdue();
        await Sql(
            "INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt) "
                + "SELECT 'bad', 'no address <', Subject, Body, CreatedAt, '2026-01-01T00:00:00.0000000Z' FROM Outbox");

        var run = await _host.Send(new DeliverMail());

        Assert.That((run.Sent, run.Failed), Is.EqualTo((1, 1)));
        Assert.That((await OnlyEmail()).To.Mailboxes.Single().Address, Is.EqualTo("officer@test.example"));
    }

    [Test]
    public async Task Email_leased_by_a_dead_process_is_sent_after_the_lease()
    {
        await Overdue();
        await Sql("UPDATE Outbox SET LeaseUntil = '2026-03-17T14:10:00.0000000Z', NextAttemptAt = '2026-03-17T14:10:00.0000000Z'");
        Assert.That((await _host.Send(new DeliverMail())).Sent, Is.Zero);

        _host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.That((await _host.Send(new DeliverMail())).Sent, Is.EqualTo(1));
    }

    [Test]
    public async Task Request_keys_are_deleted_after_a_day()
    {
        var officer = _host.SignIn(Role.Officer);
        officer.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        await _host.OpenProblem(by: officer);
        _host.Time.Advance(TimeSpan.FromHours(23));
        Assert.That((await _host.Send(new ForgetRequestKeys())).Count, Is.Zero);

        _host.Time.Advance(TimeSpan.FromHours(1));
        Assert.That((await _host.Send(new ForgetRequestKeys())).Count, Is.EqualTo(1));
    }

    private async Task Overdue(string key = "email")
    {
        _host.Until(2026, 3, 17);
        await _host.Query(db => db.Write(() => db.Execute("""
            INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt)
            VALUES (@key, 'officer@test.example', 'P-2026-0001: overdue', 'It is overdue.', @Now, @Now)
            """, new { key, Now = _host.Time.GetUtcNow() }, default), default));
    }

    private Task<MimeMessage> OnlyEmail() => MimeMessage.LoadAsync(Directory.GetFiles(MailFolder).Single());

    private Task<int> Sql(string sql) => _host.Query(db => db.Write(() => db.Execute(sql, null, default), default));

    private Task<OutboxRow> Row() =>
        _host.Query(db => db.Single<OutboxRow>("SELECT LastError, Attempts, SentAt, ParkedAt FROM Outbox", null, default));

    private sealed record OutboxRow
    {
        public string? LastError { get; init; }
        public int Attempts { get; init; }
        public string? SentAt { get; init; }
        public string? ParkedAt { get; init; }
    }
}
