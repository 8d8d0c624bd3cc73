using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Accounts;

/// <summary>Links that set a password: invitation, reset, and the first administrator of an empty database.</summary>
public sealed class AccountLinkTests
{
    private const string New = "a longer horse battery";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    [Test]
    public async Task Invited_person_chooses_a_password_by_email_and_signs_in()
    {
        var made = await (await Admin.PostAsJsonAsync("/api/v1/people",
            new { email = "new@test.example", name = "Nia New", roles = new[] { "Officer" } })).Ok();
        var token = await LastToken();
        var page = await Visit($"/password/{token}");
        await Choose(token);

        Assert.That(page, Does.Contain("new@test.example"));
        Assert.That(await SignsIn("new@test.example", New), Is.True);
        Assert.That(made.GetProperty("email").GetString(), Is.EqualTo("new@test.example"));
        Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            Does.Contain("An administrator made an account for you").And.Contain("/password/{secret}"));
    }

    [Test]
    public async Task Link_works_once_and_for_72_hours()
    {
        var person = _host.IdOf(Role.Officer);
        (await Admin.PostAsync($"/api/v1/people/{person}/password-link", null)).EnsureSuccessStatusCode();
        var first = await LastToken();
        (await Admin.PostAsync($"/api/v1/people/{person}/password-link", null)).EnsureSuccessStatusCode();
        var second = await LastToken();

        Assert.That(await Status(first), Is.EqualTo(HttpStatusCode.NotFound), "replaced by the second");
        Assert.That(await Status(second), Is.EqualTo(HttpStatusCode.OK));
        await Choose(second);
        using var used = await Browser.Anonymous(_host).Reply($"/password/{second}");
        Assert.That(used.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await used.Content.ReadAsStringAsync(), Does.Contain("This link was used, was replaced by a newer one, or has"));

        await _host.Send(new SendPasswordLink(person));
        var third = await LastToken();
        _host.Time.Advance(TimeSpan.FromHours(73));
        Assert.That(await Status(third), Is.EqualTo(HttpStatusCode.NotFound), "expired");
        Assert.That(await Status("nonsense"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task New_password_by_link_unlocks_the_account_and_ends_its_sessions()
    {
        var person = _host.IdOf(Role.Officer);
        var cookie = await SessionCookies.Cookie(_host, person);
        for (var i = 0; i < 5; i++) await SignsIn("officer@test.example", "wrong");
        var locked = await SignsIn("officer@test.example", TrackerHost.Password);
        await _host.Send(new SendPasswordLink(person));
        var unlocked = await SignsIn("officer@test.example", TrackerHost.Password);
        await Choose(await LastToken());

        Assert.That((locked, unlocked), Is.EqualTo((false, true)));
        Assert.That(await SignsIn("officer@test.example", TrackerHost.Password), Is.False);
        Assert.That(await SignsIn("officer@test.example", New), Is.True);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Cookie", cookie);
        Assert.That((await _host.Anonymous.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task Forgotten_password_gets_the_same_answer_for_known_and_unknown_addresses()
    {
        _host.IdOf(Role.Officer);
        await _host.Send(new RequestPasswordLink("officer@test.example"));
        await _host.Send(new RequestPasswordLink("nobody@test.example"));
        await _host.Send(new RequestPasswordLink("Officer@Test.Example"));
        var soon = await Emails();
        _host.Time.Advance(TimeSpan.FromMinutes(16));
        await _host.Send(new RequestPasswordLink("officer@test.example"));

        Assert.That((soon, await Emails()), Is.EqualTo((1, 2)), "one email in 15 minutes");
        Assert.That(await Visit("/forgot-password"), Does.Contain("Email me a link"));
    }

    [Test]
    public async Task Link_does_not_go_to_someone_who_can_not_sign_in()
    {
        var person = _host.IdOf(Role.Officer);
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @person", new { person }, default));
        await _host.Send(new RequestPasswordLink("officer@test.example"));

        Assert.That(await Emails(), Is.Zero);
        Assert.That((await Admin.PostAsync($"/api/v1/people/{person}/password-link", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.ThrowsAsync<Invalid>(() => _host.Send(new MakePasswordLink("officer@test.example")));
    }

    [Test]
    public async Task First_password_is_changed_before_anything_else()
    {
        await (await Admin.PostAsJsonAsync("/api/v1/people", new
        {
            email = "new@test.example",
            name = "Nia New",
            roles = new[] { "Officer" },
            password = TrackerHost.Password,
        })).Ok();
        var signedIn = await _host.Send(new SignIn("new@test.example", TrackerHost.Password));
        var cookie = await SessionCookies.Cookie(_host, signedIn.PersonId!.Value);
        var token = await _host.Anonymous.PostAsJsonAsync("/api/v1/me/tokens",
            new { email = "new@test.example", password = TrackerHost.Password, name = "radio" });

        Assert.That(await Where(cookie, "/problems"), Is.EqualTo("/change-password"));
        Assert.That(await Where(cookie, "/change-password"), Is.Null);
        foreach (var refused in new[] { TrackerHost.Password, "nia.new@test.example1" })
            Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.SendAs(signedIn.PersonId.Value, [Role.Officer],
                new ChangePassword(TrackerHost.Password, refused)))!.Errors.Keys, Is.EqualTo(new[] { "newPassword" }), refused);
        Assert.That((await token.Json()).GetProperty("detail").GetString(), Does.Contain("change your first password"));

        await _host.Send(new SendPasswordLink(signedIn.PersonId.Value));
        await Choose(await LastToken());
        Assert.That(await Where(await SessionCookies.Cookie(_host, signedIn.PersonId.Value), "/problems?open=true"), Is.Null);
    }

    [Test]
    public async Task Empty_database_gets_its_first_administrator_by_one_link()
    {
        var path = new Uri((await _host.Send(new OfferFirstAdministratorLink())).Address!).AbsolutePath;
        var fields = new Dictionary<string, string>
        {
            ["Name"] = "Ada Moss",
            ["Email"] = "chief@test.example",
            ["Password"] = New,
            ["Again"] = New,
        };
        var (status, _) = await Form(path, fields);

        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await SignsIn("chief@test.example", New), Is.True);
        Assert.That((await _host.Anonymous.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.Send(new OfferFirstAdministratorLink())).Address, Is.Null);
        Assert.That(await _host.Query(db => db.List<string>("SELECT Role FROM PersonRole", null, default)),
            Is.EqualTo(new[] { "Administrator" }));
    }

    [Test]
    public async Task Link_from_the_terminal_sets_a_password()
    {
        _host.IdOf(Role.Administrator);
        var link = await _host.Send(new MakePasswordLink("administrator@test.example"));
        await Choose(new Uri(link.Address!).Segments[^1]);

        Assert.That(await SignsIn("administrator@test.example", New), Is.True);
    }

    [TestCase("short", "short", "at least 12 characters")]
    [TestCase(New, "another horse battery", "don't match")]
    public async Task Unfit_password_is_refused_with_a_reason(string password, string again, string reason)
    {
        await _host.Send(new SendPasswordLink(_host.IdOf(Role.Officer)));
        var path = $"/password/{await LastToken()}";
        var (status, page) = await Form(path, new() { ["NewPassword"] = password, ["Again"] = again });

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page, Does.Contain(reason));
        Assert.That((await _host.Anonymous.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "The link still works.");
    }

    private async Task Choose(string token)
    {
        var (status, page) = await Form($"/password/{token}", new() { ["NewPassword"] = New, ["Again"] = New });
        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect), page);
    }

    /// <summary>Sends the form of a page as somebody who is not signed in.</summary>
    private async Task<(HttpStatusCode Status, string Html)> Form(string path, Dictionary<string, string> fields) =>
        await Browser.Anonymous(_host).TryPost(path, path, fields);

    private Task<string> Visit(string path) => Browser.Anonymous(_host).Get(path);

    private async Task<HttpStatusCode> Status(string token) => (await _host.Anonymous.GetAsync($"/password/{token}")).StatusCode;

    private async Task<string?> Where(string cookie, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return (await _host.Anonymous.SendAsync(request)).Headers.Location?.ToString();
    }

    private async Task<bool> SignsIn(string email, string password) =>
        (await _host.Send(new SignIn(email, password))).PersonId is not null;

    private async Task<string> LastToken() => _host.Services.GetRequiredService<IDataProtectionProvider>()
        .CreateProtector(Outbox.SecretPurpose).Unprotect(await _host.Query(db => db.Single<string>(
            "SELECT Secret FROM Outbox WHERE Id = (SELECT MAX(Id) FROM Outbox WHERE Secret IS NOT NULL)", null, default)));

    private Task<int> Emails() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Outbox", null, default));
}
