using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Pages.People;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Accounts;

public sealed class SessionTests
{
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
    public async Task Session_ends_at_sign_out_whatever_cookie_the_browser_still_holds()
    {
        var browser = new Browser(_host, Role.Officer);
        var copied = await browser.CookieHeader();
        await browser.Post("/sign-out", [], redirect: "/sign-in", formOn: "/me");

        Assert.That(await IsSignedIn(copied), Is.False);
    }

    [TestCase("LastSeenAt", 31, false)]
    [TestCase("LastSeenAt", 29, true)]
    [TestCase("CreatedAt", 721, false)]
    [TestCase("CreatedAt", 719, true)]
    public async Task Session_ends_after_30_idle_minutes_and_after_12_hours(string column, int minutesAgo, bool isOpen)
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        var set = column == "CreatedAt" ? "UPDATE Session SET CreatedAt = @At" : "UPDATE Session SET LastSeenAt = @At";
        await _host.Query(db => db.Execute(set, new { At = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo) }, default));

        Assert.That(await IsSignedIn(cookie), Is.EqualTo(isOpen));
    }

    [Test]
    public async Task New_password_ends_other_sessions_and_replaces_the_old_one()
    {
        var other = await SessionCookies.Cookie(_host, _officer);
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/change-password", new()
        {
            ["OldPassword"] = TrackerHost.Password,
            ["NewPassword"] = "a longer horse battery",
            ["Again"] = "a longer horse battery",
        }, redirect: "/");

        Assert.That(await IsSignedIn(other), Is.False, "the session elsewhere");
        Assert.That(await IsSignedIn(await browser.CookieHeader()), Is.True, "the session that changed the password");
        Assert.That(await Token("a longer horse battery"), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await Token(TrackerHost.Password), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Deactivation_ends_sessions_and_tokens_for_good()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        var client = _host.SignIn(Role.Officer);
        var admin = _host.SignIn(Role.Administrator);
        foreach (var (version, active) in new[] { (1, false), (2, true) })
            await (await admin.IfMatch(version).PutAsJsonAsync($"/api/v1/people/{_officer}",
                new { name = "officer", roles = new[] { "Officer" }, active })).Ok();

        Assert.That(await IsSignedIn(cookie), Is.False);
        Assert.That((await client.GetAsync("/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task People_see_and_end_their_own_sessions_and_tokens_and_administrators_anyones()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        var officer = _host.SignIn(Role.Officer);
        var session = (await officer.Read($"/api/v1/people/{_officer}/sessions")).GetProperty("items")[0];
        var token = (await officer.Read($"/api/v1/people/{_officer}/tokens")).GetProperty("items")[0];

        Assert.That((session.GetProperty("device").GetString(), session.GetProperty("isThis").GetBoolean()),
            Is.EqualTo(("Test browser", false)));
        Assert.That(token.GetProperty("readOnly").GetBoolean(), Is.False);
        Assert.That((await _host.SignIn(Role.Supervisor).GetAsync($"/api/v1/people/{_officer}/sessions")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));

        Assert.That((await officer.DeleteAsync($"/api/v1/people/{_officer}/sessions/{session.GetProperty("id").GetInt64()}")).StatusCode,
            Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await IsSignedIn(cookie), Is.False);
        Assert.That((await officer.DeleteAsync($"/api/v1/people/{_officer}/sessions/999999")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await officer.DeleteAsync($"/api/v1/people/{_officer}/tokens/999999")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _host.SignIn(Role.Administrator).DeleteAsync($"/api/v1/people/{_officer}/tokens")).StatusCode,
            Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await officer.GetAsync("/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Password_opens_a_session_and_a_wrong_one_none()
    {
        var right = await _host.Send(new SignIn("officer@test.example", TrackerHost.Password, "Firefox/130 (Windows)"));
        var wrong = await _host.Send(new SignIn("officer@test.example", "wrong", null));

        Assert.That((right.PersonId, right.Problem), Is.EqualTo((_officer, (string?)null)));
        Assert.That((wrong.Session, wrong.Problem), Is.EqualTo(((string?)null, wrong.Problem)));
        Assert.That(await _host.Query(db => db.List<string>("SELECT Device FROM Session", null, default)),
            Is.EqualTo(new[] { "Firefox/130 (Windows)" }));
        Assert.That(AccountAccessView.Device("Firefox/130 (Windows)"), Is.EqualTo("Firefox on Windows"));
    }

    [Test]
    public async Task Use_is_noted_to_the_minute_after_the_response()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        await _host.Query(db => db.Execute("UPDATE Session SET LastSeenAt = @At",
            new { At = TimeProvider.System.GetUtcNow().AddMinutes(-5) }, default));
        await IsSignedIn(cookie);

        Assert.That(async () => await _host.Query(db => db.Single<DateTimeOffset>("SELECT LastSeenAt FROM Session", null, default)),
            Is.GreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-1)).After(5000, 20));
    }

    [Test]
    public async Task Request_that_nobody_caused_does_not_extend_the_session()
    {
        var cookie = await SessionCookies.Cookie(_host, _officer);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        await _host.Query(db => db.Execute("UPDATE Session SET LastSeenAt = @at", new { at }, default));

        Assert.That(await IsSignedIn(cookie, unattended: true), Is.True);
        await Task.Delay(500);
        Assert.That(await LastSeen(), Is.EqualTo(at).Within(TimeSpan.FromSeconds(1)));

        // A request of a person is noted.
        await IsSignedIn(cookie);
        Assert.That(LastSeen, Is.GreaterThan(at.AddMinutes(4)).After(5000, 20));

        Task<DateTimeOffset> LastSeen() =>
            _host.Query(db => db.Single<DateTimeOffset>("SELECT LastSeenAt FROM Session", null, default));
    }

    private async Task<bool> IsSignedIn(string cookie, bool unattended = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Cookie", cookie);
        if (unattended) request.Headers.Add(Unattended.Header, "1");
        using var reply = await _host.Anonymous.SendAsync(request);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Redirect));
        return reply.StatusCode == HttpStatusCode.OK;
    }

    private async Task<HttpStatusCode> Token(string password) => (await _host.Anonymous.PostAsJsonAsync("/api/v1/me/tokens",
        new { email = "officer@test.example", password, name = "radio" })).StatusCode;
}
