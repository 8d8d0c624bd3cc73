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

    private int _steps;

    /// <param name="work">Runs in a transaction.</param>
    /// <param name="committed">Called when the other writers can go on.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<T> Step<T>(Func<Task<T>> work, Action committed, CancellationToken ct)
    {
        var result = await db.Write(work, ct);
        committed();
        if (++_steps % StepsToMerge == 0) await Merge(ct);
        await db.Tidy(ct);
        return result;
    }

    public async Task Merge(CancellationToken ct)
    {
        while (await db.Write(() => db.MergeText(ct), ct)) await Rest(ct);
    }

    /// <summary>Pauses so that other processes can write, where the database has one writer.</summary>
    public Task Rest(CancellationToken ct) => db.Dialect.HasOneWriter ? Task.Delay(Pause, ct) : Task.CompletedTask;
}
