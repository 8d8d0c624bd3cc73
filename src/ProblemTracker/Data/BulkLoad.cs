using System.Diagnostics;

namespace ProblemTracker.Data;

/// <summary>
/// Writes or deletes many rows in short transactions, so that other writers get in between. Between two of them it does what a database
/// would otherwise do during someone's commit: merge the search index and move the log into the file.
/// </summary>
public sealed class BulkLoad(Db db)
{
    /// <summary>Duration of one step with its commit, so that other writers wait about 250 ms at most.</summary>
    public static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two steps: other processes poll SQLite's write lock and would never get it without a pause.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Each step adds a segment to the search index, and a search reads all of them.</summary>
    private const int StepsToMerge = 32;

    private const int FewestAtOnce = 50, MostAtOnce = 5000;

    private int _steps;

    private TimeSpan _last, _sincePause;

    /// <summary>Rows of the next step; follows how long the last ones took.</summary>
    public int AtOnce { get; private set; } = 200;

    /// <summary>Adjusts <see cref="AtOnce"/> after a step of as many rows.</summary>
    public void Adjust() => AtOnce = Math.Clamp((int)(AtOnce * Math.Clamp(StepTime / _last, 0.5, 1.5)), FewestAtOnce, MostAtOnce);

    /// <summary>Rows that a step writes before it asks whether someone waits; all where writers don't wait for each other.</summary>
    public int Uninterrupted => db.Dialect.HasOneWriter ? 50 : MostAtOnce;

    /// <param name="work">Runs in a transaction, and should end soon if someone waits (<see cref="Db.IsAwaited"/>).</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<T> Step<T>(Func<Task<T>> work, CancellationToken ct)
    {
        var watch = new Stopwatch();
        var result = await db.Write(() =>
        {
            watch.Restart();
            return work();
        }, ct);
        _last = watch.Elapsed;
        _sincePause += _last;
        if (++_steps % StepsToMerge == 0) await Merge(ct);
        await db.Tidy(ct);
        return result;
    }

    public async Task Merge(CancellationToken ct)
    {
        while (await db.Write(() => db.MergeText(ct), ct)) await Task.Delay(Pause / 3, ct);
    }

    /// <summary>
    /// Pauses so that other processes can write, where the database has one writer. After a step that ended early for a writer of this
    /// process, there is no pause.
    /// </summary>
    public Task Rest(CancellationToken ct)
    {
        if (!db.Dialect.HasOneWriter || _sincePause < StepTime / 2) return Task.CompletedTask;
        _sincePause = TimeSpan.Zero;
        return Task.Delay(Pause, ct);
    }
}
