using System.Net.Http.Headers;
using MediatR;
using Microsoft.AspNetCore.Identity;
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
    public async Task Five_wrong_passwords_from_one_address_lock_that_address_out_for_15_minutes()
    {
        for (var i = 0; i < 4; i++) await Ask("wrong");
        var stillOpen = await Ask(Right);
        for (var i = 0; i < 5; i++) await Ask("wrong");
        var locked = await Ask(Right);
        await Age(TimeSpan.FromMinutes(15));
        var later = await Ask(Right);

        Assert.That(stillOpen.StatusCode, Is.EqualTo(HttpStatusCode.Created), "A successful sign-in resets the count.");
        Assert.That(locked.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(later.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_name_with_other_accents_is_another_account_and_does_not_lock_this_one()
    {
        for (var i = 0; i < 5; i++) await Ask("wrong", "officér@test.example");
        Assert.That((await Ask(Right)).StatusCode, Is.EqualTo(HttpStatusCode.Created));

        for (var i = 0; i < 5; i++) await Ask("wrong", " OFFICER@test.example");
        Assert.That((await Ask(Right)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_stranger_elsewhere_cannot_lock_the_owner_out()
    {
        for (var i = 0; i < 30; i++) await Ask("wrong");
        await Move("198.51.100.7");

        Assert.That((await Ask(Right)).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Fifty_wrong_passwords_from_many_addresses_lock_the_password_and_attempts_while_locked_do_not_count()
    {
        await Ask("wrong");
        for (var i = 0; i < 49; i++)
            await _host.Query(db => db.Execute(
                "INSERT INTO SignInFailure (AccountKey, Origin, At) SELECT AccountKey, @Origin, At FROM SignInFailure WHERE Id = 1",
                new { Origin = $"198.51.100.{i}" }, default));
        await Ask("wrong");

        Assert.That((await Ask(Right)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM SignInFailure", null, default)), Is.EqualTo(50));
    }

    [Test]
    public async Task Locked_unknown_and_wrong_get_the_same_response()
    {
        var wrong = await Detail("wrong");
        for (var i = 0; i < 5; i++) await Ask("wrong");

        Assert.That(await Detail(Right), Is.EqualTo(wrong));
        Assert.That(await Detail("wrong", "nobody@test.example"), Is.EqualTo(wrong));

        async Task<string?> Detail(string password, string email = Email) =>
            (await (await Ask(password, email)).Json()).GetProperty("detail").GetString();
    }

    [Test]
    public async Task A_note_is_saved_while_a_password_is_checked()
    {
        var problem = await _host.OpenProblem();
        using var hashing = new SlowHashing();
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var signIn = new PasswordSignIn(new(hashing, db), new(db, Actor.Anonymous), _host.Services.GetRequiredService<TrackerOptions>(), db,
            Actor.Anonymous, TimeProvider.System);

        var checking = Task.Run(() => signIn.Prepare(Email, Right, default));
        await hashing.Began;
        var note = await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = "Meanwhile." });

        Assert.That(note.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(checking.IsCompleted, Is.False, "The password is still being checked.");
        hashing.Finish();
        await checking;
    }

    [Test]
    public async Task Hashing_inside_a_transaction_is_refused()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var passwords = scope.ServiceProvider.GetRequiredService<Passwords>();

        Assert.ThrowsAsync<InvalidOperationException>(() => db.Write(() =>
        {
            passwords.Hash(Right);
            return Task.FromResult(true);
        }, default));
    }

    /// <summary>Lets the failures so far be older than they are.</summary>
    private Task<int> Age(TimeSpan by) => _host.Query(db => db.Execute("UPDATE SignInFailure SET At = @At",
        new { At = TimeProvider.System.GetUtcNow() - by }, default));

    /// <summary>Lets the failures so far come from another address than the next attempt.</summary>
    private Task<int> Move(string address) =>
        _host.Query(db => db.Execute("UPDATE SignInFailure SET Origin = @address WHERE Origin NOT LIKE '198.%'", new { address }, default));

    /// <summary>Takes as long as the test wants.</summary>
    private sealed class SlowHashing : IPasswordHasher<Account>, IDisposable
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _mayEnd = new();

        public Task Began => _began.Task;

        public void Finish() => _mayEnd.Set();

        public string HashPassword(Account user, string password) => password;

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            _began.SetResult();
            _mayEnd.Wait();
            return PasswordVerificationResult.Success;
        }

        public void Dispose() => _mayEnd.Dispose();
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
            new { past = DateTimeOffset.UnixEpoch, digest = Secrets.Digest(expired) }, default));
        await _host.Query(db => db.Execute("UPDATE ApiToken SET RevokedAt = @past WHERE Digest = @digest",
            new { past = DateTimeOffset.UnixEpoch, digest = Secrets.Digest(withdrawn) }, default));

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
    public async Task Changing_a_password_requires_the_current_one()
    {
        var refused = Assert.ThrowsAsync<Invalid>(() => As(Role.Officer, new ChangePassword("wrong", "a longer horse battery")));

        Assert.That(refused!.Errors.Keys, Is.EqualTo(new[] { "oldPassword" }));
        Assert.ThrowsAsync<Invalid>(() => As(Role.Officer, new ChangePassword(Right, "short")));
    }

    /// <summary>Sends a message as a page does for the signed-in person.</summary>
    private async Task<T> As<T>(Role role, IRequest<T> message)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Person(_host.IdOf(role), "officer", [role], "test");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }
}
