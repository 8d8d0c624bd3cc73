using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Updates;

namespace ProblemTracker.Tests.Updates;

/// <summary>9 a.m. on Monday, March 2, 2026, in New York. The officer leads a problem; the supervisor writes notes.</summary>
public sealed class UpdateMailTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
        await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new SeeUpdates());
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task What_is_wanted_at_once_is_emailed_after_the_minute_in_which_it_can_be_undone()
    {
        await Note("@officer, please look at the lights.");
        Assert.That(await AtOnce(), Is.Zero);

        _host.Time.Advance(UndoRules.SettledAfter);
        Assert.That((await AtOnce(), await AtOnce()), Is.EqualTo((1, 0)));

        var (recipient, subject, body) = (await Emails()).Single();
        Assert.That((recipient, subject), Is.EqualTo(("officer@test.example", "P-2026-0001: mentioned")));
        Assert.That(body, Does.Contain("supervisor: @officer, please look at the lights."));
        Assert.That(await Morning(), Is.Zero, "not a second time");
    }

    [Test]
    public async Task Several_updates_at_once_are_one_email()
    {
        await Note("@officer, one.");
        await Note("@officer, two.");
        _host.Time.Advance(UndoRules.SettledAfter);

        Assert.That(await AtOnce(), Is.EqualTo(1));
        Assert.That((await Emails()).Single().Subject, Is.EqualTo("2 updates"));
    }

    [Test]
    public async Task Daily_updates_are_in_the_email_of_the_next_morning()
    {
        await Choose(UpdateKind.NoteWritten, UpdateWay.Daily);
        await Note("The bar has a new owner.");
        _host.Time.Advance(UndoRules.SettledAfter);

        Assert.That((await AtOnce(), await Morning(), await Morning()), Is.EqualTo((0, 1, 0)));
        var (_, subject, body) = (await Emails()).Single();
        Assert.That(subject, Is.EqualTo("1 update for Monday, March 2, 2026"));
        Assert.That(body, Does.Contain("WHAT OTHERS DID").And.Contain("supervisor: The bar has a new owner."));
    }

    [Test]
    public async Task Page_only_and_read_updates_are_in_no_email()
    {
        await Note("Only on the page.");
        await Note("@officer, read at once.");
        await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer], new SeeUpdates());
        _host.Time.Advance(UndoRules.SettledAfter);

        Assert.That((await AtOnce(), await Morning()), Is.EqualTo((0, 0)));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM PersonUpdate WHERE MailedAt IS NULL", null, default)),
            Is.Zero, "nothing waits forever");
    }

    [TestCase("UPDATE Person SET EmailChoice = 'InAppOnly'")]
    [TestCase("UPDATE Person SET Active = 0")]
    [TestCase("DELETE FROM PersonRole WHERE PersonId IN (SELECT Id FROM Person WHERE Name = 'officer')")]
    public async Task No_email_to_who_does_not_want_it_or_has_no_access(string since)
    {
        await Note("@officer, look.");
        await _host.Query(db => db.Execute(since, null, default));
        _host.Time.Advance(UndoRules.SettledAfter);

        Assert.That((await AtOnce(), await Morning()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Email_about_a_confidential_problem_gives_only_its_number()
    {
        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1", null, default));
        await Note("@officer, the informant called.");
        _host.Time.Advance(UndoRules.SettledAfter);
        await AtOnce();

        var (_, subject, body) = (await Emails()).Single();
        Assert.That(subject, Is.EqualTo("P-2026-0001"));
        Assert.That(body, Does.Not.Contain("informant").And.Not.Contain("Noise"));
    }

    private async Task<int> AtOnce() => (await _host.Send(new SendUpdateMail())).Emails;

    private async Task<int> Morning() => (await _host.Send(new SendMorningMail())).Emails;

    private Task<MyUpdateWays> Choose(UpdateKind kind, UpdateWay way) => _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer],
        new ChangeMyUpdateWays(new Dictionary<UpdateKind, UpdateWay> { [kind] = way }));

    private async Task Note(string text) =>
        await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync($"/api/v1/problems/{_problem}/notes", new { text })).Ok();

    private sealed record EmailRow
    {
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
    }

    private async Task<IReadOnlyList<(string Recipient, string Subject, string Body)>> Emails() =>
        [.. (await _host.Query(db => db.List<EmailRow>("SELECT Recipient, Subject, Body FROM Outbox ORDER BY Id", null, default)))
            .Select(row => (row.Recipient, row.Subject, row.Body))];
}
