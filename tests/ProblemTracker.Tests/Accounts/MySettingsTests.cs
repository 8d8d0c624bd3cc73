using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Accounts;

public sealed class MySettingsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Default_is_one_email_a_day() =>
        Assert.That(await Choice(_host.SignInPartner(await _host.SignIn(Role.Officer).Stakeholder("Public Works", StakeholderKind.Agency))),
            Is.EqualTo("Digest"));

    [Test]
    public async Task Choice_is_saved_for_that_person_only_and_audited()
    {
        var officer = _host.SignIn(Role.Officer);

        await (await officer.PutAsJsonAsync("/api/v1/me/settings", new { emailChoice = "InAppOnly" })).Ok();
        await (await officer.PutAsJsonAsync("/api/v1/me/settings", new { emailChoice = "InAppOnly" })).Ok();

        Assert.That(await Choice(officer), Is.EqualTo("InAppOnly"));
        Assert.That(await Choice(_host.SignIn(Role.Supervisor)), Is.EqualTo("Digest"));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Event = 'person.mail'", null, default)),
            Is.EqualTo(1));
    }

    [TestCase("""{ "emailChoice": "Never" }""", "emailChoice")]
    [TestCase("""{ "emailChoice": 1 }""", "emailChoice")]
    [TestCase("{}", "emailChoice")]
    public async Task Unknown_choice_is_rejected_by_field_name(string body, string field)
    {
        var reply = await _host.SignIn(Role.Officer)
            .PutAsync("/api/v1/me/settings", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    private static async Task<string?> Choice(HttpClient client) =>
        (await client.Read("/api/v1/me/settings")).GetProperty("emailChoice").GetString();
}
