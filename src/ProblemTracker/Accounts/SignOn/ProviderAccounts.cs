namespace ProblemTracker.Accounts;

/// <summary>
/// Which account here is whose at the single sign-on provider. The first sign-in links them by an email address that the provider has
/// verified. From then on only the provider's name for the person counts: addresses are given to others, and must not give away accounts.
/// </summary>
internal sealed class ProviderAccounts(AccountEmails emails, Db db, Actor actor, TimeProvider clock)
{
    /// <returns>The account, or null and the message to show.</returns>
    public async Task<(Account? Account, string? Problem)> Find(SignInByProvider login, SignOnProvider provider, CancellationToken ct)
    {
        const string ask = "Ask an administrator.";
        if (await db.Find<long?>("SELECT PersonId FROM SignOnIdentity WHERE Issuer = @Issuer AND Subject = @Subject", login, ct) is { } id)
            return await Account.Find(db, id, ct) is { Active: true } known ? (known, null)
                : (null, $"Your account here is not active. {ask}");
        if (login.Email is null || !login.IsVerified)
            return (null, $"{provider.Name} does not say that your email address is yours, so your account here can't be found. {ask}");
        if (await Account.Find(db, login.Email, ct) is not { Active: true } account)
            return (null, $"There is no account here for {login.Email}. {ask}");
        // Holds the person, so that two first sign-ins at once can't link two logins.
        await db.Execute("UPDATE Person SET Active = Active WHERE Id = @Id", account, ct);
        if (await db.Single<int>("SELECT COUNT(*) FROM SignOnIdentity WHERE PersonId = @Id AND Issuer = @Issuer",
            new { account.Id, login.Issuer }, ct) > 0)
            return (null, $"The account here for {login.Email} belongs to another login at {provider.Name}. {ask}");
        return (account, null);
    }

    /// <summary>Links the login to the account that was found, unless it is linked, and tells the person.</summary>
    public async Task Link(Account account, SignInByProvider login, SignOnProvider provider, CancellationToken ct)
    {
        if (await db.Execute("""
            INSERT INTO SignOnIdentity (PersonId, Issuer, Subject, LinkedAt)
            SELECT @Id, @Issuer, @Subject, @Now
            WHERE NOT EXISTS (SELECT 1 FROM SignOnIdentity WHERE Issuer = @Issuer AND Subject = @Subject)
            """, new { account.Id, login.Issuer, login.Subject, Now = TimeProvider.System.GetUtcNow() }, ct) == 0) return;
        await db.Record(actor, clock.GetUtcNow(), "signOn.linked", null, account.Id, null, null, new { provider.Name }, ct);
        await emails.Tell(account.Id, $"You can now sign in with {provider.Name}", ct);
    }
}
