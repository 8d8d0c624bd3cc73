using System.Text.RegularExpressions;
using OtpNet;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Accounts;

/// <summary>Authenticator apps, recovery codes, and when a second factor is required. Passkeys need a browser: see PasskeyTests.</summary>
public sealed partial class SecondFactorTests
{
    private const string Email = "officer@test.example";

    private TrackerHost _host = null!;
    private long _officer;

    [SetUp]
    public void Start()
    {
        _host = new();
        _officer = _host.IdOf(Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task With_an_app_the_password_alone_signs_nobody_in()
    {
        var (app, _) = await AddApp();
        var outcome = await _host.Send(new SignIn(Email, TrackerHost.Password));
        var finished = await _host.Send(new FinishSignIn(outcome.Ticket!, Next(app)));

        Assert.That((outcome.Session, outcome.Problem), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(finished.Session, Is.Not.Null);
    }

    [Test]
    public async Task Person_signs_in_with_a_code_on_the_page_and_returns_to_where_they_wanted()
    {
        var (app, _) = await AddApp();
        var browser = Browser.Anonymous(_host);
        await browser.Post("/sign-in", new() { ["Email"] = Email, ["Password"] = TrackerHost.Password, ["ReturnUrl"] = "/incidents" },
            "/sign-in/code");
        var wrong = await browser.Post("/sign-in/code", new() { ["Code"] = "000000" });
        await browser.Post("/sign-in/code", new() { ["Code"] = Next(app) }, "/incidents");

        Assert.That(wrong, Does.Contain("The code is wrong or was used before."));
        Assert.That(await browser.Get("/me"), Does.Contain("My settings"));
    }

    [Test]
    public async Task Without_a_password_first_the_page_for_codes_leads_back() =>
        Assert.That((await Browser.Anonymous(_host).Reply("/sign-in/code")).Headers.Location?.ToString(), Is.EqualTo("/sign-in"));

    [Test]
    public async Task Ticket_ends_with_a_new_password_and_with_the_account()
    {
        await AddApp();
        var ticket = (await _host.Send(new SignIn(Email, TrackerHost.Password))).Ticket!;
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @_officer", new { _officer }, default));
        Assert.ThrowsAsync<NotFound>(() => _host.Send(new ReadSignInTicket(ticket)));
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 1 WHERE Id = @_officer", new { _officer }, default));
        Assert.That((await _host.Send(new ReadSignInTicket(ticket))).HasApp, Is.True);
        await _host.Query(db => db.Execute("UPDATE Person SET PasswordHash = 'other' WHERE Id = @_officer", new { _officer }, default));

        Assert.ThrowsAsync<NotFound>(() => _host.Send(new FinishSignIn(ticket, "123456")));
        Assert.ThrowsAsync<NotFound>(() => _host.Send(new FinishSignIn("made up", "123456")));
    }

    [Test]
    public async Task Recovery_code_signs_in_once_and_the_owner_hears_of_it()
    {
        var (_, codes) = await AddApp();
        var ticket = (await _host.Send(new SignIn(Email, TrackerHost.Password))).Ticket!;
        var typed = codes[0].Replace("-", " ").ToUpperInvariant();
        var first = await _host.Send(new FinishSignIn(ticket, typed));
        var second = await _host.Send(new FinishSignIn(ticket, typed));

        Assert.That((first.Session is null, second.Session is null), Is.EqualTo((false, true)));
        Assert.That(await Emails(), Has.Some.Contains("A recovery code was used"));
        Assert.That((await _host.Send(new ReadSecondFactors(_officer))).RecoveryCodesLeft, Is.EqualTo(RecoveryCodes.Count - 1));
    }

    [Test]
    public async Task Guessing_codes_locks_the_address_then_everyone_and_tells_the_owner()
    {
        var (app, _) = await AddApp();
        var ticket = (await _host.Send(new SignIn(Email, TrackerHost.Password))).Ticket!;
        for (var i = 0; i < 5; i++) await Guess(ticket, "10.0.0.1");
        var locked = await _host.SendFrom("10.0.0.1", new FinishSignIn(ticket, Next(app)));
        for (var i = 0; i < 15; i++) await Guess(ticket, $"10.0.1.{i}");
        var lockedEverywhere = await _host.SendFrom("10.0.9.9", new FinishSignIn(ticket, Next(app)));

        Assert.That((locked.Session, lockedEverywhere.Session), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(await Emails(), Has.One.Contains("entered wrong codes several times"));
    }

    [Test]
    public async Task First_factor_ends_other_sessions_and_gives_ten_codes()
    {
        var other = await SessionCookies.Cookie(_host, _officer);
        var (_, codes) = await AddApp();

        Assert.That(codes.Distinct().Count(), Is.EqualTo(10));
        Assert.That(await Where(other, "/me"), Does.StartWith("/sign-in"));
        Assert.That(await Emails(), Has.One.Contains("An authenticator app was added"));
    }

    [Test]
    public async Task Secret_is_not_in_the_database()
    {
        var (app, codes) = await AddApp();
        var stored = await _host.Query(db => db.Single<string>("SELECT Secret FROM AuthenticatorApp", null, default));
        var digests = await _host.Query(db => db.List<string>("SELECT Digest FROM RecoveryCode", null, default));

        Assert.That(stored, Does.Not.Contain(Base32Encoding.ToString(app)).And.Not.Contain(Convert.ToBase64String(app)));
        Assert.That(digests, Has.None.EqualTo(codes[0]));
    }

    [Test]
    public async Task Old_sign_in_changes_no_factor()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        await _host.Query(db => db.Execute("UPDATE Session SET CreatedAt = @At",
            new { At = TimeProvider.System.GetUtcNow().AddMinutes(-16) }, default));

        Assert.That(await Visit(cookie, "/me/second-factor"), Does.Contain("sign in again").And.Not.Contain("Add an app"));
        Assert.That(await Where(cookie, "/me/authenticator-app"), Is.EqualTo("/me/second-factor"));
        Assert.ThrowsAsync<RuleBroken>(() => _host.SendAs(_officer, [Role.Officer], new ReplaceRecoveryCodes()));
        Assert.ThrowsAsync<RuleBroken>(() => _host.SendAs(_officer, [Role.Officer], new RemoveSecondFactor(null)));
        Assert.ThrowsAsync<RuleBroken>(() => _host.SendAs(_officer, [Role.Officer], new AddAuthenticatorApp("", "1")));
        Assert.ThrowsAsync<RuleBroken>(() => _host.SendAs(_officer, [Role.Officer], new AddPasskey("", "{}", "Phone")));
        Assert.ThrowsAsync<RuleBroken>(() => _host.SendAs(_officer, [Role.Officer], new CreateTokenForMyself("radio")));
    }

    [Test]
    public async Task After_the_days_of_grace_nothing_else_is_possible()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        var asked = await Where(cookie, "/problems?open=true");
        var banner = await Visit(cookie, "/");
        await Settings(0);

        Assert.That(asked, Is.Null);
        Assert.That(banner, Does.Contain("Add a second").And.Contain("to your account by"));
        Assert.That(await Where(cookie, "/problems"), Is.EqualTo("/me/second-factor"));
        Assert.That(await Visit(cookie, "/me/second-factor"), Does.Contain("Add a passkey or an authenticator app to go on."));
        Assert.That(await Visit(cookie, "/me/authenticator-app"), Does.Contain("authenticator app"), "the way out without a passkey");
        Assert.That(await Token(null), Does.Contain("add a second factor"));
        await Settings(7);
        Assert.That(await Where(cookie, "/problems?open=true"), Is.Null, "The setting counts as it is now.");
    }

    [Test]
    public async Task Days_of_grace_that_end_during_a_session_count_from_the_next_sign_in()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        Assert.That(await Where(cookie, "/problems?open=true"), Is.Null);
        await _host.Query(db => db.Execute("UPDATE Person SET SecondFactorAskedAt = @At WHERE Id = @_officer",
            new { _officer, At = TimeProvider.System.GetUtcNow().AddDays(-7).AddHours(1) }, default));
        await _host.Query(db => db.Execute("UPDATE Session SET CreatedAt = @At",
            new { At = TimeProvider.System.GetUtcNow().AddHours(-2) }, default));
        await Settings(7);
        await _host.Query(db => db.Execute("UPDATE Person SET SecondFactorAskedAt = @At WHERE Id = @_officer",
            new { _officer, At = TimeProvider.System.GetUtcNow().AddDays(-7).AddHours(-1) }, default));

        Assert.That(await Where(cookie, "/problems?open=true"), Is.Null, "The session began an hour before the last day ended.");
        var next = await SessionCookies.Cookie(_host, _officer);
        Assert.That(await Where(next, "/problems?open=true"), Is.EqualTo("/me/second-factor"));
    }

    [Test]
    public async Task Demo_requires_none()
    {
        using var demo = new TrackerHost(demo: true);
        var cookie = await SessionCookies.Cookie(demo, demo.IdOf(Role.Officer));
        await demo.Send(new ChangeSignInSettings(0, 0));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Cookie", cookie);

        Assert.That((await demo.Anonymous.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Token_by_password_needs_the_code_of_the_app_too()
    {
        var (app, _) = await AddApp();

        var code = Next(app);

        Assert.That(await Token(null), Does.Contain("code"));
        Assert.That(await Token("000000"), Does.Contain("The code is wrong"));
        Assert.That(await Token(code), Does.StartWith("pt_"));
        Assert.That(await Token(code), Does.Contain("The code is wrong or was used before."), "No code works twice.");
    }

    [Test]
    public async Task Administrator_resets_and_the_person_adds_one_at_the_next_sign_in()
    {
        await AddApp();
        (await _host.SignIn(Role.Administrator).DeleteAsync($"/api/v1/people/{_officer}/second-factors")).EnsureSuccessStatusCode();
        var signedIn = await _host.Send(new SignIn(Email, TrackerHost.Password));

        Assert.That(signedIn.Ticket, Is.Null);
        Assert.That(await Where(SessionCookies.Cookie(_host, signedIn.Session!), "/problems"), Is.EqualTo("/me/second-factor"),
            "without new days of grace");
        Assert.That((await _host.SignInAs("other", Role.Officer).DeleteAsync($"/api/v1/people/{_officer}/second-factors")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.ThrowsAsync<Invalid>(() => _host.Send(new ResetSecondFactorsOf("nobody@test.example")));
    }

    [Test]
    public async Task Last_factor_can_not_be_removed()
    {
        var browser = new Browser(_host, Role.Officer);
        await AddApp(browser);
        var refused = await browser.Post("/me/second-factor?handler=Remove", [], formOn: "/me/second-factor");

        Assert.That(refused, Does.Contain("This is your only second factor."));
        Assert.That((await _host.Send(new ReadSecondFactors(_officer))).AppAddedAt, Is.Not.Null);
    }

    [Test]
    public async Task Wrong_code_keeps_the_picture_so_that_the_app_need_not_scan_again()
    {
        var browser = new Browser(_host, Role.Officer);
        var page = await browser.Get("/me/authenticator-app");
        var again = await browser.Post("/me/authenticator-app",
            new() { ["Offer"] = Offer().Match(page).Groups[1].Value, ["Code"] = "000000" });

        Assert.That(again, Does.Contain("This is not the app's code."));
        Assert.That(Secret(again), Is.EqualTo(Secret(page)));
    }

    /// <summary>Adds an app on the page.</summary>
    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> AddApp(Browser? browser = null)
    {
        browser ??= new(_host, Role.Officer);
        var page = await browser.Get("/me/authenticator-app");
        var secret = Secret(page);
        var done = await browser.Post("/me/authenticator-app", new()
        {
            ["Offer"] = Offer().Match(page).Groups[1].Value,
            ["Code"] = new Totp(secret).ComputeTotp(DateTime.UtcNow),
        });
        return (secret, [.. RecoveryCode().Matches(done).Select(match => match.Groups[1].Value)]);
    }

    /// <summary>The code after the one that added the app; a phone's clock may be half a minute ahead.</summary>
    private static string Next(byte[] secret) => new Totp(secret).ComputeTotp(DateTime.UtcNow.AddSeconds(30));

    private Task<SignInOutcome> Guess(string ticket, string origin) => _host.SendFrom(origin, new FinishSignIn(ticket, "000000"));

    private async Task Settings(int days)
    {
        var stands = await _host.Send(new ReadSignInSettings());
        await _host.Send(new ChangeSignInSettings(stands.Version, days));
    }

    private async Task<string> Token(string? code)
    {
        var answer = await (await _host.Anonymous.PostAsJsonAsync("/api/v1/me/tokens",
            new { email = Email, password = TrackerHost.Password, name = "radio", code })).Json();
        return answer.TryGetProperty("token", out var token) ? token.GetString()! : answer.GetProperty("detail").GetString()!;
    }

    private Task<IReadOnlyList<string>> Emails() =>
        _host.Query(db => db.List<string>("SELECT Body FROM Outbox ORDER BY Id", null, default));

    private async Task<string?> Where(string cookie, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return (await _host.Anonymous.SendAsync(request)).Headers.Location?.ToString();
    }

    private async Task<string> Visit(string cookie, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return WebUtility.HtmlDecode(await (await _host.Anonymous.SendAsync(request)).Content.ReadAsStringAsync());
    }

    private static byte[] Secret(string page) => Base32Encoding.ToBytes(TypedKey().Match(page).Groups[1].Value.Replace(" ", ""));

    [GeneratedRegex("name=\"Offer\" value=\"([^\"]+)\"")]
    private static partial Regex Offer();

    [GeneratedRegex("class=\"typed-key\">([A-Z2-7 ]+)<")]
    private static partial Regex TypedKey();

    [GeneratedRegex("<li><code>([a-z0-9-]{19})</code>")]
    private static partial Regex RecoveryCode();
}
