using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Identity's user store over Dapper. Runs in the calling command's transaction.</summary>
internal sealed class AccountStore(Db db, TimeProvider clock) :
    IUserPasswordStore<Account>, IUserLockoutStore<Account>, IUserSecurityStampStore<Account>, IUserEmailStore<Account>
{
    private const string Columns = "Id, Email, EmailKey, Name, PasswordHash, SecurityStamp, FailedSignIns, LockedUntil, Active";

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken ct)
    {
        user.Id = await db.Insert("""
            INSERT INTO Person (Email, EmailKey, Name, PasswordHash, SecurityStamp, FailedSignIns, Active, CreatedAt)
            VALUES (@Email, @EmailKey, @Name, @PasswordHash, @SecurityStamp, 0, 1, @Now)
            """, new { user.Email, user.EmailKey, user.Name, user.PasswordHash, user.SecurityStamp, Now = clock.GetUtcNow() }, ct);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken ct)
    {
        await db.Execute("""
            UPDATE Person SET PasswordHash = @PasswordHash, SecurityStamp = @SecurityStamp,
                FailedSignIns = @FailedSignIns, LockedUntil = @LockedUntil
            WHERE Id = @Id
            """, user, ct);
        return IdentityResult.Success;
    }

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken ct) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Description = "People are deactivated, never deleted." }));

    public Task<Account?> FindByIdAsync(string userId, CancellationToken ct) => long.TryParse(userId, out var id)
        ? db.Find<Account>($"SELECT {Columns} FROM Person WHERE Id = @id", new { id }, ct)
        : Task.FromResult<Account?>(null);

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken ct) =>
        db.Find<Account>($"SELECT {Columns} FROM Person WHERE EmailKey = @normalizedEmail", new { normalizedEmail }, ct);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken ct) => FindByEmailAsync(normalizedUserName, ct);

    public Task<string> GetUserIdAsync(Account user, CancellationToken ct) =>
        Task.FromResult(user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.Email);
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.EmailKey);
    public Task<string?> GetEmailAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.Email);
    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.EmailKey);
    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken ct) => Task.FromResult(true);
    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken ct) => Task.FromResult(user.PasswordHash);
    public Task<bool> HasPasswordAsync(Account user, CancellationToken ct) => Task.FromResult(user.PasswordHash is not null);
    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.SecurityStamp);
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken ct) => Task.FromResult(user.LockedUntil);
    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken ct) => Task.FromResult(user.FailedSignIns);
    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken ct) => Task.FromResult(true);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken ct) => Set(() => user.Email = userName ?? "");
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken ct) =>
        Set(() => user.EmailKey = normalizedName ?? "");
    public Task SetEmailAsync(Account user, string? email, CancellationToken ct) => Set(() => user.Email = email ?? "");
    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken ct) =>
        Set(() => user.EmailKey = normalizedEmail ?? "");
    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken ct) => Task.CompletedTask;
    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken ct) =>
        Set(() => user.PasswordHash = passwordHash);
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken ct) => Set(() => user.SecurityStamp = stamp);
    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken ct) =>
        Set(() => user.LockedUntil = lockoutEnd);
    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken ct) => Task.FromResult(++user.FailedSignIns);
    public Task ResetAccessFailedCountAsync(Account user, CancellationToken ct) => Set(() => user.FailedSignIns = 0);
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken ct) => Task.CompletedTask;

    private static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    public void Dispose() { }
}
