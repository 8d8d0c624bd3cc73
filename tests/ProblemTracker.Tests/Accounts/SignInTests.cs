using System.Net.Http.Headers;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Accounts;

public sealed class SignInTests
{
    private const string Email = "officer@test.example";
    private const string Right = "correct horse battery";

    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        _host = new();
        _host.IdOf(Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<HttpResponseMessage> Ask(string password, string email = Email, bool readOnly = false) =>
        _host.Anonymous.PostAsJsonAsync("/api/v1/me/tokens", new { email, password, name = "radio", readOnly });

    /// <summary>Sends a request with only this token.</summary>
    private Task<HttpResponseMessage> With(string token, HttpMethod method, string path, object? body = null) =>
        _host.Anonymous.SendAsync(new(method, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body is null ? null : JsonContent.Create(body),
        });

    private async Task<string> Token(bool readOnly = false) =>
        (await (await Ask(Right, readOnly: readOnly)).Ok()).GetProperty("token").GetString()!;

    [Test]
    public async Task Wrong_password_and_unknown_email_get_the_same_response()
    {
        var wrong = await Ask("wrong");
        var unknown = await Ask("wrong", "nobody@test.example");

        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await wrong.Json()).GetProperty("detail").GetString(),
            Is.EqualTo((await unknown.Json()).GetProperty("detail").GetString()));
    }

    [Test]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_password()
    {
        for (var i = 0; i < 4; i++) await Ask("wrong");
        var stillOpen = await Ask(Right);
        for (var i = 0; i < 5; i++) await Ask("wrong");
        var locked = await Ask(Right);

        Assert.That(stillOpen.StatusCode, Is.EqualTo(HttpStatusCode.Created), "A successful sign-in resets the count.");
        Assert.That(locked.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await locked.Json()).GetProperty("detail").GetString(), Does.Contain("locked"));
    }

    [Test]
    public async Task Every_attempt_is_audited()
    {
        await Ask("wrong");
        await Ask("wrong", "nobody@test.example");
        await Ask(Right);

        var events = await _host.Query(db => db.List<string>("SELECT Event FROM AuditEntry WHERE Event LIKE 'signIn.%' ORDER BY Id",
            null, default));
        Assert.That(events, Is.EqualTo(new[] { "signIn.failed", "signIn.unknown", "signIn.succeeded" }));
    }

    [Test]
    public async Task Deactivated_person_cannot_use_old_tokens_or_get_new_ones()
    {
        var token = await Token();
        var before = await With(token, HttpMethod.Get, "/api/v1/me");
        await (await _host.SignIn(Role.Administrator).IfMatch(1).PutAsJsonAsync($"/api/v1/people/{_host.IdOf(Role.Officer)}",
            new { name = "officer", roles = new[] { "Officer" }, active = false })).Ok();

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await With(token, HttpMethod.Get, "/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await Ask(Right)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Read_only_token_reads_but_does_not_write()
    {
        var problem = await _host.OpenProblem();
        var token = await Token(readOnly: true);

        var read = await With(token, HttpMethod.Get, $"/api/v1/problems/{problem}");
        var write = await With(token, HttpMethod.Post, $"/api/v1/problems/{problem}/notes", new { text = "Hello." });

        Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(write.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("pt_nonsense")]
    [TestCase("")]
    public async Task Unknown_token_is_rejected(string token) =>
        Assert.That((await With(token, HttpMethod.Get, "/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));

    [Test]
    public async Task Expired_or_revoked_token_is_rejected()
    {
        var (expired, withdrawn) = (await Token(), await Token());
        await _host.Query(db => db.Execute("UPDATE ApiToken SET ExpiresAt = @past WHERE Digest = @digest",
            new { past = DateTimeOffset.UnixEpoch, digest = Tokens.Digest(expired) }, default));
        await _host.Query(db => db.Execute("UPDATE ApiToken SET RevokedAt = @past WHERE Digest = @digest",
            new { past = DateTimeOffset.UnixEpoch, digest = Tokens.Digest(withdrawn) }, default));

        Assert.That((await With(expired, HttpMethod.Get, "/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await With(withdrawn, HttpMethod.Get, "/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Database_contains_no_token()
    {
        var token = await Token();

        Assert.That(await _host.Query(db => db.List<string>("SELECT Digest FROM ApiToken", null, default)), Has.None.Contain(token));
    }

    [Test]
    public async Task New_password_ends_other_sessions_and_replaces_the_old_one()
    {
        var before = await SignIn(Right);
        var kept = await As(Role.Officer, new ChangePassword(Right, "a longer horse battery"));

        Assert.Multiple(async () =>
        {
            Assert.That(await IsRecognized(before.Stamp!), Is.False, "Another session");
            Assert.That(await IsRecognized(kept.Stamp), Is.True, "The session that changed the password");
            Assert.That((await SignIn(Right)).PersonId, Is.Null);
            Assert.That((await SignIn("a longer horse battery")).PersonId, Is.EqualTo(_host.IdOf(Role.Officer)));
        });
    }

    [Test]
    public async Task Changing_a_password_requires_the_current_one()
    {
        var before = await SignIn(Right);
        var refused = Assert.ThrowsAsync<Invalid>(() => As(Role.Officer, new ChangePassword("wrong", "a longer horse battery")));

        Assert.That(refused!.Errors.Keys, Is.EqualTo(new[] { "oldPassword" }));
        Assert.That(await IsRecognized(before.Stamp!), Is.True);
        Assert.ThrowsAsync<Invalid>(() => As(Role.Officer, new ChangePassword(Right, "short")));
    }

    private Task<SignInOutcome> SignIn(string password) => _host.Send(new SignIn(Email, password));

    /// <summary>Sends a message as a page does for the signed-in person.</summary>
    private async Task<T> As<T>(Role role, IRequest<T> message)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Person(_host.IdOf(role), "officer", [role], "test");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }

    /// <summary>Whether a page's session with this stamp is still signed in as the officer.</summary>
    private async Task<bool> IsRecognized(string stamp)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var actor = scope.ServiceProvider.GetRequiredService<CurrentActor>();
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            User = Authentication.Session(_host.IdOf(Role.Officer), stamp)
        };
        await new ActorMiddleware(_ => Task.CompletedTask).InvokeAsync(context, scope.ServiceProvider.GetRequiredService<Db>(), actor);
        return actor.Value.IsSignedIn;
    }
}
