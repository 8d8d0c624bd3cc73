namespace ProblemTracker.Accounts;

/// <summary>
/// Checks the code that comes after a password. Who guesses codes knows the password, so twenty failures from all addresses lock codes for
/// this person, and an email says so; passkeys still work.
/// </summary>
internal sealed class CodeSignIn(SecondFactors factors, SignInLock locks, AccountEmails emails, Db db, Actor actor, TimeProvider clock)
{
    public const int MostFromAll = 20;

    private const string Refused =
        "The code is wrong or was used before. After 5 wrong codes, wait 15 minutes. Without your phone, use a recovery code.";

    /// <returns>What the code came from, or null and the message to show.</returns>
    public async Task<(SecondFactorKind? Kind, string? Problem)> Decide(long personId, string code, CancellationToken ct)
    {
        var key = SignInLock.KeyOf($"code {personId}");
        var isClosed = await locks.IsClosed(key, MostFromAll, ct);
        var kind = isClosed ? null : await factors.Use(personId, code, ct);
        if (kind is not null) await locks.Succeeded(key, ct);
        else if (!isClosed)
        {
            await locks.Failed(key, ct);
            // At most once a day.
            if (await locks.IsClosed(key, MostFromAll, ct))
                await emails.Tell(personId, "Someone who knows your password entered wrong codes several times. Change your password", ct,
                    $"codes:{personId}:{clock.GetUtcNow():yyyy-MM-dd}");
        }
        await db.Record(actor, clock.GetUtcNow(), kind is null ? "secondFactor.failed" : "secondFactor.used", null, personId, null, null,
            kind is null ? null : new { kind = kind.ToString() }, ct);
        return (kind, kind is null ? Refused : null);
    }
}
