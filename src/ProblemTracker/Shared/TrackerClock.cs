namespace ProblemTracker.Shared;

/// <summary>
/// The domain's clock: real time plus the demo's offset. Cookies, tokens, Identity and Hangfire use real time.
/// </summary>
public sealed class TrackerClock(TimeProvider real) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>Real time, for what must not follow the demo clock, such as job leases and idempotency keys.</summary>
    public TimeProvider Real => real;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <summary>
    /// Whether the daily emails are prepared now: in the morning, or at any hour of a demo whose clock was moved, so that each move makes
    /// the emails of its day.
    /// </summary>
    public bool IsMorningPass(TimeZoneInfo zone) =>
        Offset > TimeSpan.Zero || MorningPass.IsOpen(TimeZoneInfo.ConvertTime(GetUtcNow(), zone).DateTime);

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Offset;
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;
    public override long GetTimestamp() => real.GetTimestamp();
    public override long TimestampFrequency => real.TimestampFrequency;
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}
