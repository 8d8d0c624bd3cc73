namespace ProblemTracker.Data;

/// <summary>
/// One fair queue for the writers of this process. SQLite's own busy retry polls, and starves the unlucky under load;
/// it stays as the second line, for a verb that runs beside the server.
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
