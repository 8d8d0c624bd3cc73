using System.Diagnostics.Metrics;

namespace ProblemTracker.Mail;

/// <summary>
/// Measures the outbox when metrics are collected, at most once in ten seconds: emails waiting and parked, and the oldest one's age.
/// </summary>
internal sealed class OutboxMeter
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly IServiceScopeFactory _scopes;
    private readonly Lock _lock = new();
    private (int Waiting, int Parked, double OldestSeconds)? _counted;
    private DateTimeOffset _at;

    public OutboxMeter(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        Telemetry.Meter.CreateObservableGauge("tracker.outbox.waiting", () => Observe(c => c.Waiting), "{email}", "Emails not sent yet");
        Telemetry.Meter.CreateObservableGauge("tracker.outbox.parked", () => Observe(c => c.Parked), "{email}",
            "Emails that the mail server refused too often");
        Telemetry.Meter.CreateObservableGauge("tracker.outbox.oldest_age", () => Observe(c => c.OldestSeconds), "s",
            "Age of the oldest email not sent yet");
    }

    // Nothing is reported while the database can't be read.
    private IEnumerable<Measurement<T>> Observe<T>(Func<(int Waiting, int Parked, double OldestSeconds), T> value) where T : struct =>
        Count() is { } counted ? [new(value(counted))] : [];

    private (int Waiting, int Parked, double OldestSeconds)? Count()
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (now - _at < Kept) return _counted;
            _at = now;
            try
            {
                using var scope = _scopes.CreateScope();
                _counted = Read(scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<TimeProvider>())
                    .GetAwaiter().GetResult();
            }
            catch (System.Data.Common.DbException)
            {
                _counted = null;
            }
            return _counted;
        }
    }

    private static async Task<(int, int, double)> Read(Db db, TimeProvider clock)
    {
        var waiting = await db.Find<WaitingRow>("""
            SELECT COUNT(*) AS Waiting, MIN(CreatedAt) AS OldestAt FROM Outbox
            WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL
            """, null, default);
        // Written so that SQLite uses the index by ParkedAt.
        var parked = await db.Single<int>("SELECT COUNT(*) FROM Outbox WHERE ParkedAt > @Never AND SentAt IS NULL AND DiscardedAt IS NULL",
            new { Never = DateTimeOffset.MinValue }, default);
        return (waiting!.Waiting, parked, waiting.OldestAt is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0);
    }

    // A row, not a bare time: Dapper reads null times only into properties.
    private sealed record WaitingRow
    {
        public int Waiting { get; init; }
        public DateTimeOffset? OldestAt { get; init; }
    }
}
