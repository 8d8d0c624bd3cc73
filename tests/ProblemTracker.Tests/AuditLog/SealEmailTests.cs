using ProblemTracker.AuditLog;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.AuditLog;

public sealed class SealEmailTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Each_recipient_gets_the_last_seal_once_a_day()
    {
        await Choose("records@city.example, auditor@city.example");
        await _host.Seal();

        Assert.That((await _host.Send(new SendSealEmails())).Emails, Is.EqualTo(2));
        Assert.That((await _host.Send(new SendSealEmails())).Emails, Is.Zero);
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.Seal();
        Assert.That((await _host.Send(new SendSealEmails())).Emails, Is.EqualTo(2));

        var check = await _host.Verify();
        var bodies = await _host.Query(db => db.List<string>(
            "SELECT Body FROM Outbox WHERE Recipient = 'auditor@city.example' ORDER BY Id", null, default));
        Assert.That(bodies[^1], Does.Contain($"verify-audit --seal {check.LastHash}")
            .And.Contain($": {check.LastNumber:N0}. The last seal is"));
    }

    [Test]
    public async Task No_email_before_the_morning_without_recipients_or_without_seals()
    {
        await _host.Seal();
        Assert.That((await _host.Send(new SendSealEmails())).Emails, Is.Zero);
        await Choose("records@city.example");
        _host.Time.Advance(TimeSpan.FromHours(15));
        Assert.That((await _host.Send(new SendSealEmails())).Emails, Is.Zero);
    }

    [TestCase("records", "records")]
    [TestCase("a@city.example, Bob <bob@city.example>", "Bob")]
    public async Task A_wrong_address_is_named(string addresses, string wrong)
    {
        var admin = _host.SignIn(Role.Administrator).IfMatch(0);

        var reply = await admin.PutAsJsonAsync("/api/v1/settings/seal-recipients", new { addresses });

        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain($"\\u0022{wrong}").Or.Contain($"\\\"{wrong}"));
        Assert.That(await reply.WrongFields(), Is.EqualTo(["addresses"]));
    }

    [Test]
    public async Task Settings_show_the_recipients()
    {
        await Choose("records@city.example;auditor@city.example");

        Assert.That(await new Browser(_host, Role.Administrator).Get("/settings/audit-seal"),
            Does.Contain("records@city.example, auditor@city.example"));
    }

    private async Task Choose(string addresses) => await (await _host.SignIn(Role.Administrator).IfMatch(0)
        .PutAsJsonAsync("/api/v1/settings/seal-recipients", new { addresses })).Ok();
}
