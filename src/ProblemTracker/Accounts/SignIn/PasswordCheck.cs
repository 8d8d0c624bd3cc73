using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Checks email and password, counts failures and records each try. Five failures lock the account for fifteen minutes.</summary>
internal sealed class PasswordCheck(UserManager<Account> users, Db db, Actor actor, TimeProvider clock)
{
    private const string WrongPair = "Email and password do not match. After five wrong tries the account is locked for 15 minutes.";
    private const string Locked = "This account is locked after five wrong tries. Try again in 15 minutes, or ask an administrator.";

    // Somebody who guesses email addresses must not learn from the time it takes that one is unknown.
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(new(), "nobody");

    /// <returns>The account, or null and the sentence to show: the same for a wrong email and a wrong password.</returns>
    public async Task<(Account? Account, string? Problem)> Verify(string email, string password, CancellationToken ct)
    {
        var account = await users.FindByEmailAsync(email);
        if (account is not { Active: true, PasswordHash: not null })
        {
            users.PasswordHasher.VerifyHashedPassword(new(), NobodysHash, password);
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

    private Task Record(Account? account, string deed, CancellationToken ct) =>
        db.Record(actor, clock.GetUtcNow(), deed, null, account?.Id, null, null, null, ct);
}
