using System.Globalization;
using System.Threading.RateLimiting;
using ProblemTracker.Accounts;

namespace ProblemTracker.Open311;

/// <summary>A key that works.</summary>
internal sealed record KnownKey
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Digest { get; init; } = "";
    public int PerMinute { get; init; }
}

internal static class Open311Keys
{
    public const string Prefix = "o311_";

    private const string Missing = "api_key is missing. Ask the police department for one, and send it with each request.";
    private const string Wrong = "api_key is unknown or was revoked. Ask the police department for another.";

    /// <exception cref="Forbidden">The key is missing, unknown or revoked.</exception>
    public static async Task<KnownKey> Find(Db db, string? key, CancellationToken ct) =>
        key.IsBlank() ? throw new Forbidden(Missing) : await db.Find<KnownKey>("""
            SELECT k.Id, k.Name, k.Digest, k.PerMinute FROM Open311Key k WHERE k.Digest = @Digest AND k.RevokedAt IS NULL
            """, new { Digest = Secrets.Digest(key.Trim()) }, ct) ?? throw new Forbidden(Wrong);

    /// <summary>Notes that a key is used. Others with the same key wait, so that one report sent twice at once is one concern.</summary>
    /// <exception cref="Forbidden">The key was revoked meanwhile.</exception>
    public static async Task Use(Db db, KnownKey key, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Execute("UPDATE Open311Key SET LastUsedAt = @now WHERE Id = @Id AND RevokedAt IS NULL", new { key.Id, now }, ct) == 0)
            throw new Forbidden(Wrong);
    }
}

/// <summary>429: a key or a network sends too much.</summary>
internal sealed class TooFast(TimeSpan wait) : TrackerException(429, "open311.limit",
    string.Create(CultureInfo.InvariantCulture, $"Too many requests in a minute. Send the next one in {Seconds(wait)} seconds."))
{
    /// <summary>For the header Retry-After.</summary>
    public string RetryAfter { get; } = Seconds(wait);

    private static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Counts requests per minute in this process: reports by key, and all by network.</summary>
internal sealed class Open311Limits : IDisposable
{
    /// <summary>Of one network in a minute. A report has a limit by its key too, so this one is for guessed keys.</summary>
    private const int Reads = 300, Reports = 2 * CreateOpen311Key.MostPerMinute;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(string Who, int PerMinute)> _limiter =
        PartitionedRateLimiter.Create<(string Who, int PerMinute), (string, int)>(by => RateLimitPartition.GetFixedWindowLimiter(by,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = by.PerMinute, Window = Minute }));

    /// <exception cref="TooFast">There were too many in the last minute.</exception>
    public void Report(KnownKey key) => Count(key.Digest, key.PerMinute);

    /// <exception cref="TooFast">There were too many in the last minute.</exception>
    public void Come(System.Net.IPAddress? address, bool reads) => Count(RateLimits.NetworkOf(address), reads ? Reads : Reports);

    private void Count(string who, int perMinute)
    {
        using var lease = _limiter.AttemptAcquire((who, perMinute));
        if (!lease.IsAcquired) throw new TooFast(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute);
    }

    public void Dispose() => _limiter.Dispose();
}
