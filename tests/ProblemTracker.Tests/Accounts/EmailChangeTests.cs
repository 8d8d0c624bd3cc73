using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Accounts;

/// <summary>A change of email address: requested, confirmed at both addresses, refused, canceled, replaced.</summary>
public sealed class EmailChangeTests
{
    private const string Old = "officer@test.example";
    private const string New = "new@test.example";

    private TrackerHost _host = null!;
    private long _officer;

    [SetUp]
    public void Start()
    {
        _host = new();
        _officer = _host.IdOf(Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    [TestCase(LinkPurpose.OldEmail, LinkPurpose.NewEmail)]
    [TestCase(LinkPurpose.NewEmail, LinkPurpose.OldEmail)]
    public async Task Address_changes_when_both_addresses_are_confirmed_in_either_order(LinkPurpose one, LinkPurpose other)
    {
        await Request();
        var tokens = (First: await Token(one), Last: await Token(other));
        await Visit(tokens.First);
        var first = await Confirm(tokens.First);
        var between = await Email();
        var second = await Confirm(tokens.Last);

        Assert.That(first, Does.Contain("Still missing: the confirmation of"));
        Assert.That(between, Is.EqualTo(Old));
        Assert.That(second, Does.Contain("From now on, sign in with new@test.example"));
        Assert.That(await Email(), Is.EqualTo(New));
        Assert.That((await _host.Send(new SignIn("New@test.example", TrackerHost.Password))).PersonId, Is.EqualTo(_officer));
        Assert.That((await _host.Send(new SignIn(Old, TrackerHost.Password))).PersonId, Is.Null);
        Assert.That(await Recipients("%is now new@test.example instead of officer@test.example%"), Is.EquivalentTo(new[] { Old, New }));
        Assert.That(await Events(), Is.EqualTo(new[]
        {
            "person.emailRequested", "person.emailConfirmed", "person.emailConfirmed", "person.emailChanged",
        }));
        Assert.That(await Pending(), Is.Null);
    }

    [Test]
    public async Task Opening_a_link_changes_nothing_and_a_used_or_expired_link_opens_nothing()
    {
        await Request();
        var (old, @new) = (await Token(LinkPurpose.OldEmail), await Token(LinkPurpose.NewEmail));
        await Visit(old);
        await Visit(@new);
        await Visit(@new);
        var pending = await Pending();
        await Confirm(old);

        Assert.That(pending!.Value.GetProperty("oldConfirmedAt").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(pending.Value.GetProperty("newConfirmedAt").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(await Status(old), Is.EqualTo(HttpStatusCode.NotFound), "used");
        _host.Time.Advance(TimeSpan.FromHours(73));
        Assert.That(await Status(@new), Is.EqualTo(HttpStatusCode.NotFound), "expired");
        Assert.That(await Pending(), Is.Null);
        Assert.That(await Email(), Is.EqualTo(Old));
    }

    [Test]
    public async Task New_request_replaces_the_one_before()
    {
        await Request();
        var before = (await Token(LinkPurpose.OldEmail), await Token(LinkPurpose.NewEmail));
        await Request("other@test.example");

        Assert.That((await Status(before.Item1), await Status(before.Item2)),
            Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That((await Pending())!.Value.GetProperty("newEmail").GetString(), Is.EqualTo("other@test.example"));
        await Confirm(await Token(LinkPurpose.OldEmail));
        await Confirm(await Token(LinkPurpose.NewEmail));
        Assert.That(await Email(), Is.EqualTo("other@test.example"));
    }

    [Test]
    public async Task Holder_of_the_old_address_refuses_and_the_new_one_can_not()
    {
        await Request();
        var (old, @new) = (await Token(LinkPurpose.OldEmail), await Token(LinkPurpose.NewEmail));
        Assert.That(await Visit(@new), Does.Not.Contain("I did not ask for this").And.Not.Contain(Old));
        Assert.ThrowsAsync<NotFound>(() => _host.Send(new RefuseEmailChange(@new)));
        var (_, page) = await Browser.Anonymous(_host).TryPost($"/email-address/{old}?handler=Refuse", $"/email-address/{old}", []);

        Assert.That(page, Does.Contain("The change is canceled"));
        Assert.That(await Status(@new), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Events(), Does.Contain("person.emailRefused"));
        Assert.That(await Email(), Is.EqualTo(Old));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Administrator)]
    public async Task Person_and_administrator_cancel_a_change(Role role)
    {
        await Request();
        var @new = await Token(LinkPurpose.NewEmail);
        var reply = await _host.SignIn(role).DeleteAsync($"/api/v1/people/{_officer}/email");
        var again = await _host.SignIn(role).DeleteAsync($"/api/v1/people/{_officer}/email");

        Assert.That((reply.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NotFound)));
        Assert.That(await Status(@new), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Events(), Does.Contain("person.emailCanceled"));
    }

    [Test]
    public async Task Others_neither_read_nor_cancel_nor_request_a_change()
    {
        await Request();
        var other = _host.SignIn(Role.Supervisor);

        Assert.That((await other.GetAsync($"/api/v1/people/{_officer}/email")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await other.DeleteAsync($"/api/v1/people/{_officer}/email")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await other.PostAsJsonAsync($"/api/v1/people/{_officer}/email", new { email = New })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Old_address_that_no_longer_works_is_told_and_need_not_confirm()
    {
        await Request(reason: "The mailbox was closed");
        Assert.That(await Links(LinkPurpose.OldEmail), Is.Zero);
        Assert.That(await Recipients("%because this address no longer works%"), Is.EqualTo(new[] { Old }));
        Assert.That((await Pending())!.Value.GetProperty("oldAddressReason").GetString(), Is.EqualTo("The mailbox was closed"));
        await Confirm(await Token(LinkPurpose.NewEmail));

        Assert.That(await Email(), Is.EqualTo(New));
        Assert.That(await _host.Query(db => db.Single<string>(
            "SELECT AfterJson FROM AuditEntry WHERE Event = 'person.emailRequested'", null, default)),
            Does.Contain("The mailbox was closed"));
    }

    [TestCase("nobody", null, "email")]
    [TestCase("OFFICER@test.example", null, "email")]
    [TestCase("supervisor@test.example", null, "email")]
    [TestCase(New, " ", "oldAddressReason")]
    public async Task Unfit_request_is_refused_by_field(string email, string? reason, string field)
    {
        _host.IdOf(Role.Supervisor);
        var reply = await Admin.PostAsJsonAsync($"/api/v1/people/{_officer}/email", new { email, oldAddressReason = reason });

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
        Assert.That(await Pending(), Is.Null);
    }

    [Test]
    public async Task Address_that_someone_else_got_meanwhile_stops_the_last_confirmation()
    {
        await Request();
        await Confirm(await Token(LinkPurpose.OldEmail));
        await _host.Send(new CreatePerson(New, "Nia New", [Role.Officer], TrackerHost.Password));
        var last = await Token(LinkPurpose.NewEmail);
        var page = await Confirm(last);

        Assert.That(page, Does.Contain("Another account has the address new@test.example."));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.Send(new ConfirmEmail(last)))!.Errors.Keys, Is.EqualTo(new[] { "email" }));
        Assert.That(await Email(), Is.EqualTo(Old));
    }

    [Test]
    public async Task Change_ends_other_sessions_and_password_links_but_not_the_session_that_confirms()
    {
        var browser = new Browser(_host, Role.Officer);
        var elsewhere = await SessionCookies.Cookie(_host, _officer);
        await _host.Send(new SendPasswordLink(_officer));
        await Request();
        await Confirm(await Token(LinkPurpose.OldEmail));
        var path = $"/email-address/{await Token(LinkPurpose.NewEmail)}";
        await browser.Post(path, []);

        Assert.That(await Email(), Is.EqualTo(New));
        Assert.That(await IsSignedIn(await browser.CookieHeader()), Is.True);
        Assert.That(await IsSignedIn(elsewhere), Is.False);
        Assert.That(await Links(LinkPurpose.SetPassword), Is.Zero);
    }

    [TestCase("wrong horse battery", false)]
    [TestCase(null, false)]
    [TestCase(TrackerHost.Password, true)]
    public async Task Own_change_takes_the_password_when_the_sign_in_is_not_recent(string? password, bool isAccepted)
    {
        var reply = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/me/email", new { email = New, password });

        Assert.That(reply.StatusCode, Is.EqualTo(isAccepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest));
        if (!isAccepted) Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "password" }));
        Assert.That(await Pending() is not null, Is.EqualTo(isAccepted));
    }

    [Test]
    public async Task Own_change_is_requested_shown_and_canceled_on_pages()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/me/email", new() { ["Email"] = New }, redirect: "/me");
        var waiting = await browser.Get("/me");
        await browser.Post("/me/email?handler=Cancel", [], redirect: "/me", formOn: "/me");

        Assert.That(waiting, Does.Contain("Change to new@test.example.").And.Contain("officer@test.example: not confirmed yet")
            .And.Contain("Requested by officer on"));
        Assert.That(await browser.Get("/me"), Does.Not.Contain("Change to"));
    }

    [Test]
    public async Task Administrator_requests_a_change_on_the_page_and_gives_the_reason_with_the_choice()
    {
        var (browser, path) = (new Browser(_host, Role.Administrator), $"/people/{_officer}/email");
        var half = await browser.Post(path, new() { ["Email"] = New, ["OldAddressReason"] = "Gone" });
        var unsaid = await browser.Post(path, new() { ["Email"] = New, ["OldAddressIsGone"] = "true", ["OldAddressReason"] = "" });
        await browser.Post(path, new() { ["Email"] = New, ["OldAddressIsGone"] = "true", ["OldAddressReason"] = "Gone" },
            redirect: $"/people/{_officer}");

        Assert.That(half, Does.Contain("or remove the reason"));
        Assert.That(unsaid, Does.Contain("Enter why the old address no longer works."));
        Assert.That(await browser.Get($"/people/{_officer}"), Does.Contain("officer@test.example: not needed (Gone)"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/me"), Does.Contain("not needed").And.Not.Contain("(Gone)"));
    }

    [Test]
    public async Task Administrators_change_their_own_address_only_under_my_settings()
    {
        var own = _host.IdOf(Role.Administrator);
        var reply = await Admin.PostAsJsonAsync($"/api/v1/people/{own}/email", new { email = New, oldAddressReason = "Gone" });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await new Browser(_host, Role.Administrator).Reply($"/people/{own}/email")).Headers.Location?.ToString(),
            Is.EqualTo("/me/email"));
    }

    [Test]
    public async Task Wrong_address_of_an_invitation_is_corrected_at_once_and_invited_anew()
    {
        var made = await (await Admin.PostAsJsonAsync("/api/v1/people",
            new { email = "tpyo@test.example", name = "Nia New", roles = new[] { "Officer" } })).Ok();
        var id = made.GetProperty("id").GetInt64();
        var wrong = await LastToken();
        var reply = await (await Admin.PostAsJsonAsync($"/api/v1/people/{id}/email", new { email = "typo@test.example" })).Ok();

        Assert.That(reply.GetProperty("isDone").GetBoolean(), Is.True);
        Assert.That((await _host.Anonymous.GetAsync($"/password/{wrong}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Browser.Anonymous(_host).Get($"/password/{await LastToken()}"), Does.Contain("typo@test.example"));
        Assert.That(await Recipients("%made an account for you%"), Is.EqualTo(new[] { "tpyo@test.example", "typo@test.example" }));
    }

    [Test]
    public async Task Deactivation_ends_the_change()
    {
        await Request();
        var @new = await Token(LinkPurpose.NewEmail);
        var version = await _host.Query(db => db.Single<int>("SELECT Version FROM Person WHERE Id = @_officer", new { _officer }, default));
        await (await Admin.IfMatch(version).PutAsJsonAsync($"/api/v1/people/{_officer}",
            new { name = "Olga", roles = new[] { "Officer" }, active = false })).Ok();
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 1 WHERE Id = @_officer", new { _officer }, default));

        Assert.That(await Status(@new), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Pending(), Is.Null);
    }

    [Test]
    public async Task Partner_does_not_find_out_which_addresses_have_accounts()
    {
        var stakeholder = await _host.SignIn(Role.Supervisor).Stakeholder();
        var reply = await _host.SignInPartner(stakeholder).PostAsJsonAsync("/api/v1/me/email",
            new { email = Old, password = TrackerHost.Password });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Confirm(await Token(LinkPurpose.OldEmail));
        Assert.That(await Confirm(await Token(LinkPurpose.NewEmail)), Does.Contain("Another account has the address"));
    }

    [Test]
    public async Task Login_at_the_provider_stays_linked_and_the_break_glass_address_stays()
    {
        using var host = new TrackerHost(settings: new Dictionary<string, string?>
        {
            ["SignOn:Authority"] = "https://login.test.example",
            ["SignOn:ClientId"] = "tracker",
            ["SignOn:Name"] = "City login",
            ["SignOn:PasswordsOff"] = "true",
            ["SignOn:BreakGlass"] = "administrator@test.example",
        });
        var officer = (await host.Send(new CreatePerson(Old, "Olga", [Role.Officer]))).Id;
        var login = new SignInByProvider("https://login.test.example", "s1", Old, true, [], ["mfa"], null);
        await host.Send(login);
        await host.Send(new RequestEmailChange(officer, New));
        await host.Send(new ConfirmEmail(await Token(LinkPurpose.OldEmail, host)));
        await host.Send(new ConfirmEmail(await Token(LinkPurpose.NewEmail, host)));

        Assert.That((await host.Send(login)).PersonId, Is.EqualTo(officer));
        Assert.That(Assert.ThrowsAsync<RuleBroken>(
            () => host.Send(new RequestEmailChange(host.IdOf("administrator", Role.Administrator), "x@test.example")))!.Message,
            Does.Contain("SignOn:BreakGlass"));
    }

    private async Task Request(string email = New, string? reason = null) =>
        await (await Admin.PostAsJsonAsync($"/api/v1/people/{_officer}/email", new { email, oldAddressReason = reason })).Ok();

    private async Task<JsonElement?> Pending() =>
        (await Admin.Read($"/api/v1/people/{_officer}/email")).GetProperty("change") is { ValueKind: JsonValueKind.Object } change
            ? change : null;

    private async Task<string> Confirm(string token) =>
        (await Browser.Anonymous(_host).TryPost($"/email-address/{token}", $"/email-address/{token}", [])).Html;

    private Task<string> Visit(string token) => Browser.Anonymous(_host).Get($"/email-address/{token}");

    private async Task<HttpStatusCode> Status(string token) => (await _host.Anonymous.GetAsync($"/email-address/{token}")).StatusCode;

    private Task<string> Token(LinkPurpose purpose) => Token(purpose, _host);

    private static async Task<string> Token(LinkPurpose purpose, TrackerHost host) => Unprotected(host, await host.Query(db =>
        db.Single<string>("SELECT Secret FROM Outbox WHERE Id = (SELECT MAX(Id) FROM Outbox WHERE DedupeKey LIKE @like)",
            new { like = $"email-change:%:{purpose}" }, default)));

    private async Task<string> LastToken() => Unprotected(_host, await _host.Query(db => db.Single<string>(
        "SELECT Secret FROM Outbox WHERE Id = (SELECT MAX(Id) FROM Outbox WHERE Secret IS NOT NULL)", null, default)));

    private static string Unprotected(TrackerHost host, string secret) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Outbox.SecretPurpose).Unprotect(secret);

    private Task<string> Email() => _host.Query(db =>
        db.Single<string>("SELECT Email FROM Person WHERE Id = @_officer", new { _officer }, default));

    private Task<IReadOnlyList<string>> Recipients(string body) => _host.Query(db =>
        db.List<string>("SELECT Recipient FROM Outbox WHERE Body LIKE @body ORDER BY Id", new { body }, default));

    private Task<IReadOnlyList<string>> Events() => _host.Query(db =>
        db.List<string>("SELECT Event FROM AuditEntry WHERE Event LIKE 'person.email%' ORDER BY Id", null, default));

    private Task<int> Links(LinkPurpose purpose) => _host.Query(db => db.Single<int>(
        "SELECT COUNT(*) FROM OneTimeLink WHERE Purpose = @Purpose AND WithdrawnAt IS NULL",
        new { Purpose = purpose.ToString() }, default));

    private async Task<bool> IsSignedIn(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Cookie", cookie);
        return (await _host.Anonymous.SendAsync(request)).StatusCode == HttpStatusCode.OK;
    }
}
