using System.Diagnostics;

namespace ProblemTracker.Data;

/// <summary>
/// Writes or deletes many rows in short transactions, so that other writers get in between. Between two of them it does what a database
/// would otherwise do during someone's commit: merge the search index and move the log into the file.
/// </summary>
public sealed class BulkLoad(Db db)
{
    /// <summary>
    /// Duration of one step with its commit. Another process waits for one; a writer of this process for ten rows and a commit.
    /// </summary>
    public static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(60);

    /// <summary>Between two steps: other processes poll SQLite's write lock and would never get it without a pause.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Each step adds a segment to the search index, and a search reads all of them.</summary>
    private const int StepsToMerge = 32;

    private const int FewestAtOnce = 50, MostAtOnce = 5000;

    private int _steps;

    private TimeSpan _last, _sincePause;

    /// <summary>Rows of the next step; follows how long the last ones took.</summary>
    private int _atOnce = 200;

    /// <summary>Rows that a step writes before it asks whether someone waits; all where writers don't wait for each other.</summary>
    private int Uninterrupted => db.Dialect.HasOneWriter ? 10 : MostAtOnce;

    /// <summary>Writes rows in steps, each as long as nobody waits.</summary>
    /// <param name="rows">In the order to write.</param>
    /// <param name="prepare">Does what it can for a row before the transaction, so that other writers don't wait for it.</param>
    /// <param name="write">Writes some rows; runs again if the database rolls a step back.</param>
    /// <param name="begin">Called at the beginning of each transaction, with the number of rows written before.</param>
    /// <param name="wrote">Called after each step, with the number of rows written by then.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task Write<TRow, TReady>(IAsyncEnumerable<TRow> rows, Func<TRow, TReady> prepare, Func<IReadOnlyList<TReady>, Task> write,
        Func<int, Task> begin, Action<int> wrote, CancellationToken ct)
    {
        await using var next = rows.GetAsyncEnumerator(ct);
        var ready = new List<TReady>();
        for (var done = 0; ;)
        {
            var rest = Rest(ct);
            while (ready.Count < _atOnce && await next.MoveNextAsync()) ready.Add(prepare(next.Current));
            await rest;
            if (ready.Count == 0) return;
            var step = ready.GetRange(0, Math.Min(_atOnce, ready.Count));
            var before = done;
            var written = await Step(async () =>
            {
                await begin(before);
                var count = 0;
                foreach (var some in step.Chunk(Uninterrupted))
                {
                    await write(some);
                    count += some.Length;
                    if (db.IsAwaited) break;
                }
                return count;
            }, ct);
            if (written == _atOnce)
                _atOnce = Math.Clamp((int)(_atOnce * Math.Clamp(StepTime / _last, 0.5, 1.5)), FewestAtOnce, MostAtOnce);
            ready.RemoveRange(0, written);
            wrote(done += written);
        }
    }

    /// <param name="work">Runs in a transaction, which should be short.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<T> Step<T>(Func<Task<T>> work, CancellationToken ct)
    {
        var result = await Timed(_ => work(), ct);
        if (++_steps % StepsToMerge == 0) await Merge(ct);
        await db.Tidy(ct);
        return result;
    }

    /// <param name="work">Gets when its transaction began.</param>
    /// <param name="ct">Ends the work.</param>
    private async Task<T> Timed<T>(Func<long, Task<T>> work, CancellationToken ct)
    {
        var began = 0L;
        var result = await db.Write(() => work(began = Stopwatch.GetTimestamp()), ct);
        _last = Stopwatch.GetElapsedTime(began);
        _sincePause += _last;
        return result;
    }

    public async Task Merge(CancellationToken ct)
    {
        for (var hasMore = true; hasMore;)
        {
            await Rest(ct);
            hasMore = await Timed(async began =>
            {
                while (await db.MergeText(ct))
                    if (db.IsAwaited || Stopwatch.GetElapsedTime(began) >= StepTime) return true;
                return false;
            }, ct);
        }
    }

    /// <summary>
    /// Pauses so that other processes can write, where the database has one writer. After a step that ended early for a writer of this
    /// process, there is no pause.
    /// </summary>
    public Task Rest(CancellationToken ct)
    {
        if (!db.Dialect.HasOneWriter || _sincePause < StepTime) return Task.CompletedTask;
        _sincePause = TimeSpan.Zero;
        return Task.Delay(Pause, ct);
    }
}
