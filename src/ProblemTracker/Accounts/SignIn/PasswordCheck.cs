using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>
/// Checks email and password, and records each attempt in the audit log. Five failures lock the account for 15 minutes.
/// </summary>
internal sealed class PasswordCheck(UserManager<Account> users, Db db, Actor actor, TimeProvider clock)
{
    private const string WrongPair = "The email or password is wrong. After 5 failed attempts, the account is locked for 15 minutes.";
    private const string Locked = "This account is locked after 5 failed attempts. Try again in 15 minutes, or ask an administrator.";

    // Hashing for unknown emails too keeps response times from revealing which accounts exist.
    private static readonly string DecoyHash = new PasswordHasher<Account>().HashPassword(new(), "nobody");

    /// <returns>The account, or null and the message to show, which is the same for a wrong email and a wrong password.</returns>
    public async Task<(Account? Account, string? Problem)> Verify(string email, string password, CancellationToken ct)
    {
        var account = await users.FindByEmailAsync(email);
        if (account is not { Active: true, PasswordHash: not null })
        {
            users.PasswordHasher.VerifyHashedPassword(new(), DecoyHash, password);
            await Record(account, "signIn.unknown", ct);
            return (null, WrongPair);
        }
        if (await users.IsLockedOutAsync(account))
        {
            await Record(account, "signIn.locked", ct);
            return (null, Locked);
        }
        if (!await users.CheckPasswordAsync(account, password))
        {
            await users.AccessFailedAsync(account);
            await Record(account, "signIn.failed", ct);
            return (null, WrongPair);
        }
        await users.ResetAccessFailedCountAsync(account);
        await Record(account, "signIn.succeeded", ct);
        return (account, null);
    }

    private Task Record(Account? account, string auditEvent, CancellationToken ct) =>
        db.Record(actor, clock.GetUtcNow(), auditEvent, null, account?.Id, null, null, null, ct);
}
