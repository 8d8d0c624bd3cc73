using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Accounts;

/// <summary>
/// Counts failed attempts in the last 15 minutes. Five from one address lock that address out; more from all addresses lock everyone out.
/// Attempts while locked don't count, so that nobody can keep an owner out for longer.
/// </summary>
/// <remarks>Real time: moving the demo clock must not lift a lock.</remarks>
internal sealed class SignInLock(Db db, Actor actor)
{
    public const int MostFromOneAddress = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Whether attempts are refused.</summary>
    /// <param name="key">What is guessed at, from <see cref="KeyOf"/>.</param>
    /// <param name="mostFromAll">Failures from all addresses that lock everyone out.</param>
    /// <param name="ct">Cancels the read.</param>
    public async Task<bool> IsClosed(string key, int mostFromAll, CancellationToken ct)
    {
        var failures = await db.Single<Failures>("""
            SELECT COUNT(*) AS FromAll, COALESCE(SUM(IIF(Origin = @Origin, 1, 0)), 0) AS FromHere FROM SignInFailure
            WHERE AccountKey = @key AND At > @Since
            """, new { key, actor.Origin, Since = TimeProvider.System.GetUtcNow() - Window }, ct);
        return failures.FromHere >= MostFromOneAddress || failures.FromAll >= mostFromAll;
    }

    public async Task Failed(string key, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var row = new { key, actor.Origin, now, Since = now - Window };
        await db.Execute("DELETE FROM SignInFailure WHERE At <= @Since", row, ct);
        await db.Execute("INSERT INTO SignInFailure (AccountKey, Origin, At) VALUES (@key, @Origin, @now)", row, ct);
    }

    public Task<int> Succeeded(string key, CancellationToken ct) =>
        db.Execute("DELETE FROM SignInFailure WHERE AccountKey = @key AND Origin = @Origin", new { key, actor.Origin }, ct);

    /// <summary>Forgets all failures.</summary>
    public static Task<int> Open(Db db, string key, CancellationToken ct) =>
        db.Execute("DELETE FROM SignInFailure WHERE AccountKey = @key", new { key }, ct);

    /// <summary>
    /// The key of a password or code, as accounts are found. Hashed, since people type passwords into the wrong field.
    /// </summary>
    public static string KeyOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SearchKey.OfEmail(text))));

    private sealed record Failures
    {
        public int FromAll { get; init; }
        public int FromHere { get; init; }
    }
}
