namespace ProblemTracker.Data;

/// <summary>
/// A fair queue for the writers of this process, since SQLite's busy retry polls and can starve a writer under load. The busy retry
/// remains for writers in other processes, such as a verb that runs next to the server.
/// </summary>
public sealed class WriterGate : IDisposable
{
    // Async waiters of a SemaphoreSlim are released first in, first out.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>How long a writer waits for its turn before it gives up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _waiting;

    /// <summary>Whether a writer waits for its turn.</summary>
    public bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    /// <exception cref="WriterBusy">Others wrote for too long.</exception>
    public async Task<IDisposable> Enter(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        Interlocked.Increment(ref _waiting);
        bool entered;
        try
        {
            entered = await _one.WaitAsync(Longest, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        Telemetry.WriterWait.Record(TimeProvider.System.GetElapsedTime(began).TotalSeconds,
            new KeyValuePair<string, object?>("outcome", entered ? "entered" : "gave_up"));
        return entered ? new Turn(_one) : throw new WriterBusy();
    }

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}

/// <summary>A command gave up waiting for its turn to write.</summary>
public sealed class WriterBusy() : Exception("The server is busy, so nothing was saved. Try again in a minute.");
