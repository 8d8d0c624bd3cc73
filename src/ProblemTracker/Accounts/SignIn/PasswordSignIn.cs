namespace ProblemTracker.Accounts;

/// <summary>
/// Checks email and password, and records each attempt in the change history of accounts. Five failures in 15 minutes from one address
/// lock that address out of that account; fifty from all addresses lock the account's password. Each refusal says the same.
/// </summary>
internal sealed class PasswordSignIn(
    Passwords passwords, SignInLock locks, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
{
    public const int MostFromAll = 50;

    private const string Refused =
        "The email or password is wrong, or too many attempts failed. After 5 failed attempts, wait 15 minutes or ask an administrator.";

    /// <summary>Checks the password; call it before the transaction.</summary>
    public async Task Prepare(string email, string password, CancellationToken ct) =>
        passwords.Check(await Account.Find(db, email, ct), password);

    /// <returns>The account, or null and the message to show.</returns>
    public async Task<(Account? Account, string? Problem)> Decide(string email, CancellationToken ct)
    {
        var account = await Account.Find(db, email, ct);
        var key = SignInLock.KeyOf(email);
        var isLocked = await locks.IsClosed(key, MostFromAll, ct);
        var succeeds = !isLocked && passwords.Match(account) && !PasswordsOff.For(options, email);
        if (succeeds) await locks.Succeeded(key, ct);
        else if (!isLocked) await locks.Failed(key, ct);
        var auditEvent = succeeds ? "signIn.succeeded" : isLocked ? "signIn.locked" : account is null ? "signIn.unknown" : "signIn.failed";
        await db.Record(actor, clock.GetUtcNow(), auditEvent, null, account?.Id, null, null, null, ct);
        return succeeds ? (account, null) : (null, PasswordsOff.Sentence(options) ?? Refused);
    }

    /// <summary>Forgets the failures of an account, which unlocks it.</summary>
    public static Task<int> Unlock(Db db, string email, CancellationToken ct) => SignInLock.Open(db, SignInLock.KeyOf(email), ct);
}
