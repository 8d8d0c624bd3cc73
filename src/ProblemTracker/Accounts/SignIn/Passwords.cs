using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>
/// Hashes and checks passwords for the command of this scope. That takes tens of milliseconds of CPU on purpose, so it happens before the
/// transaction: meanwhile nobody waits for the writer. The handler then only writes the outcome.
/// </summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher, Db db)
{
    // Verifying against it for people without a password keeps response times from revealing who has an account.
    private static readonly string Decoy = new PasswordHasher<Account>().HashPassword(new(), Guid.NewGuid().ToString());

    private string? _checkedHash;
    private bool _matches;

    /// <summary>The hash of the new password; null until <see cref="Hash"/> sets it.</summary>
    public string? NewHash { get; private set; }

    /// <summary>Checks a password and remembers the result. Takes the same time whether or not there is an account.</summary>
    public void Check(Account? account, string password)
    {
        MustNotHoldTheWriter();
        _checkedHash = account is { HasPassword: true } ? account.PasswordHash : null;
        _matches = hasher.VerifyHashedPassword(new(), _checkedHash ?? Decoy, password) != PasswordVerificationResult.Failed
            && _checkedHash is not null;
    }

    /// <summary>Whether the checked password is the account's, as the account stands now.</summary>
    public bool Match(Account? account) => _matches && account is { HasPassword: true } && account.PasswordHash == _checkedHash;

    public void Hash(string password)
    {
        MustNotHoldTheWriter();
        NewHash = hasher.HashPassword(new(), password);
    }

    private void MustNotHoldTheWriter()
    {
        if (db.IsWriting) throw new InvalidOperationException("Hash a password in IPrepare, before the transaction.");
    }
}
