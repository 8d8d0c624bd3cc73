using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Accounts;

/// <summary>What a person showed beside the password, or instead of it. Stored by name.</summary>
public enum SecondFactorKind
{
    App,
    RecoveryCode,
    Passkey,
    /// <summary>The single sign-on provider asked for it.</summary>
    Provider,
}

/// <summary>
/// The rules of second factors. A person has an authenticator app, passkeys, or both, and recovery codes from the first of them on. Who
/// has none gets some days to add one from the next sign-in, and then can do nothing else. The demo never requires one.
/// </summary>
internal sealed class SecondFactors(
    Db db, Actor actor, TrackerOptions options, Sessions sessions, AccountEmails emails, IDataProtectionProvider protection,
    TimeProvider clock)
{
    /// <summary>How old a sign-in may be for a change of factors, so that a session left open can't add one.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>Whether person <c>p</c> has a second factor: 1 or 0.</summary>
    public const string Has = """
        IIF(EXISTS (SELECT 1 FROM AuthenticatorApp a WHERE a.PersonId = p.Id)
            OR EXISTS (SELECT 1 FROM Passkey k WHERE k.PersonId = p.Id), 1, 0)
        """;

    private const string SecretPurpose = "authenticator-app";

    /// <summary>Whether this person signed in recently enough to change factors.</summary>
    // Real time, like sessions.
    public static bool IsRecent(Actor actor) => actor.SignedInAt is { } at && at > TimeProvider.System.GetUtcNow() - Recent;

    /// <param name="what">What the person wants to do.</param>
    /// <exception cref="RuleBroken">The sign-in is too old for it.</exception>
    public void MustBeRecent(string what = "change your second factor")
    {
        if (IsRecent(actor)) return;
        throw new RuleBroken("secondFactor.signInAgain",
            $"To {what}, sign in again: you signed in more than {Recent.TotalMinutes:0} minutes ago.", "");
    }

    public Task<bool> IsThere(long personId, CancellationToken ct) =>
        db.Single<bool>($"SELECT {Has} FROM Person p WHERE p.Id = @personId", new { personId }, ct);

    /// <summary>Whether a person has an authenticator app, whose code must come with their password.</summary>
    public async Task<bool> HasApp(long personId, CancellationToken ct) =>
        await db.Single<int>("SELECT COUNT(*) FROM AuthenticatorApp WHERE PersonId = @personId", new { personId }, ct) > 0;

    /// <summary>The end of the time to add one, for someone without; null in the demo.</summary>
    /// <param name="askedAt">The first sign-in without one.</param>
    public static DateTimeOffset? DueAt(TrackerOptions options, DateTimeOffset? askedAt, SignInSettings settings) =>
        options.IsDemo || askedAt is null ? null : askedAt.Value.AddDays(settings.SecondFactorGraceDays);

    /// <summary>Notes the first sign-in without a second factor.</summary>
    public static Task<int> Ask(Db db, long personId, CancellationToken ct) => db.Execute(
        "UPDATE Person SET SecondFactorAskedAt = @Now WHERE Id = @personId AND SecondFactorAskedAt IS NULL",
        new { personId, Now = TimeProvider.System.GetUtcNow() }, ct);

    /// <summary>Whether someone without a second factor has had the time to add one.</summary>
    public async Task<bool> IsOverdue(long personId, CancellationToken ct)
    {
        var row = await db.Find<AskedRow>("SELECT SecondFactorAskedAt FROM Person WHERE Id = @personId", new { personId }, ct);
        return DueAt(options, row?.SecondFactorAskedAt, await SignInSettings.Read(db, ct)) <= TimeProvider.System.GetUtcNow();
    }

    // A row, not a bare time: Dapper reads null times only into properties.
    private sealed record AskedRow
    {
        public DateTimeOffset? SecondFactorAskedAt { get; init; }
    }

    /// <summary>Records a new factor, tells the person, and with the first one makes recovery codes and ends other sessions.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="kind">The new factor.</param>
    /// <param name="what">For the email, for example <c>A passkey was added</c>.</param>
    /// <param name="isFirst">Whether the person had none before.</param>
    /// <returns>New recovery codes with the first factor, otherwise none.</returns>
    public async Task<RecoveryCodes> Added(long personId, SecondFactorKind kind, string what, bool isFirst, CancellationToken ct)
    {
        await db.Record(actor, clock.GetUtcNow(), "secondFactor.added", null, personId, null, null, new { kind = kind.ToString() }, ct);
        await emails.Tell(personId, what, ct);
        if (!isFirst) return RecoveryCodes.None;
        await sessions.EndOf(personId, exceptThis: true, ct);
        return await NewRecoveryCodes(personId, ct);
    }

    /// <summary>Replaces all recovery codes of a person.</summary>
    public async Task<RecoveryCodes> NewRecoveryCodes(long personId, CancellationToken ct)
    {
        var codes = RecoveryCodes.New();
        await db.Execute("DELETE FROM RecoveryCode WHERE PersonId = @personId", new { personId }, ct);
        await db.Execute(codes.Codes.Select(code => new PendingWrite(
            "INSERT INTO RecoveryCode (PersonId, Digest) VALUES (@personId, @Digest)",
            new { personId, Digest = RecoveryCodes.Digest(code) })), ct);
        return codes;
    }

    /// <summary>Uses up a code of the app or a recovery code.</summary>
    /// <returns>Which of them it was; null if it is neither or was used.</returns>
    public async Task<SecondFactorKind?> Use(long personId, string code, CancellationToken ct)
    {
        var app = await db.Find<AppRow>("SELECT Secret, LastStep FROM AuthenticatorApp WHERE PersonId = @personId", new { personId }, ct);
        if (app is not null
            && TotpCodes.Step(Unprotected(app.Secret), code, TimeProvider.System.GetUtcNow(), app.LastStep) is { } step
            && await db.Execute("UPDATE AuthenticatorApp SET LastStep = @step WHERE PersonId = @personId AND LastStep < @step",
                new { personId, step }, ct) == 1) return SecondFactorKind.App;
        if (await db.Execute("UPDATE RecoveryCode SET UsedAt = @Now WHERE PersonId = @personId AND Digest = @Digest AND UsedAt IS NULL",
            new { personId, Digest = RecoveryCodes.Digest(code), Now = TimeProvider.System.GetUtcNow() }, ct) == 0) return null;
        await emails.Tell(personId, "A recovery code was used to sign in", ct);
        return SecondFactorKind.RecoveryCode;
    }

    /// <summary>Removes everything, so that the person adds a second factor anew.</summary>
    public Task RemoveAll(long personId, CancellationToken ct) => db.Execute(
    [
        new("DELETE FROM AuthenticatorApp WHERE PersonId = @personId", new { personId }),
        new("DELETE FROM Passkey WHERE PersonId = @personId", new { personId }),
        new("DELETE FROM RecoveryCode WHERE PersonId = @personId", new { personId }),
    ], ct);

    public string Protected(byte[] secret) => Convert.ToBase64String(Protector.Protect(secret));

    private byte[] Unprotected(string secret) => Protector.Unprotect(Convert.FromBase64String(secret));

    private IDataProtector Protector => protection.CreateProtector(SecretPurpose);

    private sealed record AppRow
    {
        public string Secret { get; init; } = "";
        public long LastStep { get; init; }
    }
}
