namespace ProblemTracker.Data;

/// <summary>
/// A fair queue for the writers of this process, since SQLite's busy retry polls and can starve a writer under load. The busy retry
/// remains for writers in other processes, such as a verb that runs next to the server.
/// </summary>
public sealed class WriterGate : IDisposable
{
    // Async waiters of a SemaphoreSlim are released first in, first out.
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<IDisposable> Enter(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        return new Turn(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
