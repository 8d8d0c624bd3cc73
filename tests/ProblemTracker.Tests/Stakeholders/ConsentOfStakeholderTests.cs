using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class ConsentOfStakeholderTests
{
    private TrackerHost _host = null!;
    private long _entry;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _entry = await Officer.Entry("Blue Lantern", new() { ["email"] = "owner@bar.example" });
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    [Test]
    public async Task Consent_can_be_recorded_changed_withdrawn_and_given_again()
    {
        var fresh = await Officer.Entry(_entry);
        var given = await (await Officer.Consent(_entry, "WholeProblem", "2026-02-27")).Ok();
        var changed = await (await Officer.Consent(_entry, "OwnActions", "2026-03-01")).Ok();
        var withdrawn = await (await Officer.Withdraw(_entry)).Ok();
        var again = await (await Officer.Consent(_entry, "OwnActions", "2026-03-02")).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(Said(fresh), Is.EqualTo(("", "", "", false)));
            Assert.That(Said(given), Is.EqualTo(("2026-02-27", "WholeProblem", "", true)));
            Assert.That(Said(changed), Is.EqualTo(("2026-03-01", "OwnActions", "", true)));
            Assert.That(Said(withdrawn), Is.EqualTo(("2026-03-01", "OwnActions", "2026-03-02", false)));
            Assert.That(Said(again), Is.EqualTo(("2026-03-02", "OwnActions", "", true)));
            Assert.That(again.GetProperty("version").GetInt32(), Is.EqualTo(5));
        });
        Assert.That(await Events(), Is.EqualTo(new[]
        {
            "stakeholder.created", "stakeholder.consentRecorded", "stakeholder.consentRecorded", "stakeholder.consentWithdrawn",
            "stakeholder.consentRecorded",
        }));
    }

    [Test]
    public async Task Withdrawing_consent_discards_queued_email_and_withdraws_links()
    {
        var problem = await _host.OpenProblem(led: false);
        var attachment = await Officer.Attach(problem, _entry, StakeholderRole.Partner);
        var action = await _host.Action(problem, attachment);
        var other = await Officer.Entry("Someone else");
        var otherAttachment = await Officer.Attach(problem, other, StakeholderRole.Partner);
        long[] theirs = [await _host.Email(_entry), await _host.Email(_entry, parked: true)];
        long[] kept = [await _host.Email(_entry, sent: true), await _host.Email(other)];
        var (link, otherLink) = (await _host.Link(action, attachment), await _host.Link(action, otherAttachment));
        await (await Officer.Consent(_entry)).Ok();

        await (await Officer.Withdraw(_entry)).Ok();

        foreach (var email in theirs) Assert.That(await _host.IsDiscarded(email), Is.True);
        foreach (var email in kept) Assert.That(await _host.IsDiscarded(email), Is.False);
        Assert.That((await _host.IsWithdrawn(link), await _host.IsWithdrawn(otherLink)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Problem_does_not_reveal_that_a_stakeholder_withdrew_consent()
    {
        var problem = await _host.OpenProblem(led: false);
        var attachment = await Officer.Attach(problem, _entry, StakeholderRole.Reporter);
        await _host.Link(await _host.Action(problem, attachment), attachment);
        await (await Officer.Consent(_entry)).Ok();
        var analyst = _host.SignIn(Role.Analyst);
        async Task<string> Seen() =>
            string.Concat(
                await Task.WhenAll(
                    new[] { "", "/timeline", "/audit",
                        "/stakeholders" }.Select(p => analyst.GetStringAsync($"/api/v1/problems/{problem}{p}"))));
        var before = await Seen();

        await (await Officer.Withdraw(_entry)).Ok();

        Assert.That(await Seen(), Is.EqualTo(before));
    }

    [Test]
    public async Task Consent_can_be_withdrawn_before_it_was_given_and_repeatedly()
    {
        var first = await (await Officer.Withdraw(_entry)).Ok();
        _host.Time.Advance(TimeSpan.FromDays(3));
        var second = await (await Officer.Withdraw(_entry)).Ok();

        Assert.That(Said(first), Is.EqualTo(("", "", "2026-03-02", false)));
        Assert.That(second.ToString(), Is.EqualTo(first.ToString()));
    }

    [Test]
    public async Task Consent_from_before_a_withdrawal_is_rejected()
    {
        await (await Officer.Withdraw(_entry)).Ok();

        var refused = await Officer.Consent(_entry, on: "2026-03-01");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "consent.withdrawnSince" }));
    }

    [TestCase("2026-03-03", "OwnActions", "on", Description = "Tomorrow in New York.")]
    [TestCase("1026-03-01", "OwnActions", "on")]
    [TestCase("2026-03-01", "Everything", "scope")]
    public async Task Invalid_consent_is_rejected_by_field(string on, string scope, string field)
    {
        var refused = await Officer.Consent(_entry, scope, on);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await refused.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Recording_and_withdrawing_need_the_current_version()
    {
        var path = $"/api/v1/stakeholders/{_entry}/consent";
        var body = new { on = "2026-03-02", scope = "OwnActions" };

        Assert.That((int)(await Officer.PutAsJsonAsync(path, body)).StatusCode, Is.EqualTo(428));
        Assert.That((int)(await Officer.DeleteAsync(path)).StatusCode, Is.EqualTo(428));
        Assert.That((int)(await Officer.IfMatch(7).PutAsJsonAsync(path, body)).StatusCode, Is.EqualTo(412));
        Assert.That((int)(await Officer.IfMatch(7).DeleteAsync(path)).StatusCode, Is.EqualTo(412));
    }

    [TestCase("new@bar.example", true)]
    [TestCase(null, true)]
    [TestCase("OWNER@bar.example", false, Description = "The same address.")]
    public async Task Changing_the_address_discards_queued_email(string? email, bool discarded)
    {
        var message = await _host.Email(_entry);

        await (await Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/stakeholders/{_entry}", new { name = "Blue Lantern", kind = "Business", email })).Ok();

        Assert.That(await _host.IsDiscarded(message), Is.EqualTo(discarded));
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Only_people_who_work_problems_record_consent(Role role)
    {
        var reader = _host.SignIn(role);

        Assert.That((await reader.Consent(_entry)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reader.Withdraw(_entry)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static (string, string, string, bool) Said(JsonElement entry) =>
        (entry.GetProperty("consentOn").ToString(), entry.GetProperty("consentScope").ToString(),
        entry.GetProperty("consentWithdrawnOn").ToString(), entry.GetProperty("hasConsent").GetBoolean());

    private sealed record Row
    {
        public string Event { get; init; } = "";
    }

    private async Task<IEnumerable<string>> Events() =>
        (await _host.Query(db => db.List<Row>(
            "SELECT Event FROM AuditEntry WHERE SubjectId = @Id AND Event LIKE 'stakeholder.%' ORDER BY Id",
            new { Id = $"{_entry}" }, default))).Select(r => r.Event);
}
