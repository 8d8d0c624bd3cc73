using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Accounts;

/// <summary>
/// Signs in with email and password, and records each attempt in the change history of accounts. Five failures in 15 minutes from one
/// address lock that address out of that account; fifty from all addresses lock the account's password. Attempts while locked don't count,
/// so that nobody can keep an owner out for longer, and each refusal says the same.
/// </summary>
internal sealed class PasswordSignIn(Passwords passwords, Db db, Actor actor, TimeProvider clock)
{
    public const int MostFromOneAddress = 5, MostFromAll = 50;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const string Refused =
        "The email or password is wrong, or too many attempts failed. After 5 failed attempts, wait 15 minutes or ask an administrator.";

    /// <summary>Checks the password; call it before the transaction.</summary>
    public async Task Prepare(string email, string password, CancellationToken ct) =>
        passwords.Check(await Account.Find(db, email, ct), password);

    /// <returns>The account, or null and the message to show.</returns>
    public async Task<(Account? Account, string? Problem)> Decide(string email, CancellationToken ct)
    {
        var account = await Account.Find(db, email, ct);
        // Real time: moving the demo clock must not lift a lock. The key is hashed, since people type passwords into the wrong field.
        var now = TimeProvider.System.GetUtcNow();
        var row = new { Key = KeyOf(email), actor.Origin, Now = now, Since = now - Window, PersonId = account?.Id };
        var failures = await db.Single<Failures>("""
            SELECT COUNT(*) AS FromAll, COALESCE(SUM(IIF(Origin = @Origin, 1, 0)), 0) AS FromHere FROM SignInFailure
            WHERE AccountKey = @Key AND At > @Since
            """, row, ct);
        var isLocked = failures.FromHere >= MostFromOneAddress || failures.FromAll >= MostFromAll;
        var succeeds = !isLocked && passwords.Match(account);
        if (succeeds)
            await db.Execute("DELETE FROM SignInFailure WHERE AccountKey = @Key AND Origin = @Origin", row, ct);
        else if (!isLocked)
        {
            await db.Execute("DELETE FROM SignInFailure WHERE At <= @Since", row, ct);
            await db.Execute("INSERT INTO SignInFailure (AccountKey, Origin, At) VALUES (@Key, @Origin, @Now)", row, ct);
        }
        var auditEvent = succeeds ? "signIn.succeeded" : isLocked ? "signIn.locked" : account is null ? "signIn.unknown" : "signIn.failed";
        await db.Record(actor, clock.GetUtcNow(), auditEvent, null, account?.Id, null, null, null, ct);
        return succeeds ? (account, null) : (null, Refused);
    }

    /// <summary>Forgets the failures of an account, which unlocks it.</summary>
    public static Task<int> Unlock(Db db, string email, CancellationToken ct) =>
        db.Execute("DELETE FROM SignInFailure WHERE AccountKey = @Key", new { Key = KeyOf(email) }, ct);

    private static string KeyOf(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SearchKey.Of(email))));

    private sealed record Failures
    {
        public int FromAll { get; init; }
        public int FromHere { get; init; }
    }
}
