using System.Diagnostics;
using ProblemTracker.Settings;

namespace ProblemTracker.Incidents;

/// <summary>
/// One import of incidents at a time, over all processes: a run holds a lease in real time and renews it with every chunk. A run whose lease is over
/// was interrupted; whoever comes next clears what it left.
/// </summary>
internal sealed class ImportRuns(Db db, Actor actor, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How long one chunk of writing lasts, its commit aside; no other writer waits longer than about a quarter of a second.</summary>
    public static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(120);

    /// <summary>Between two chunks: SQLite's other processes poll for their turn and would find none without it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private const string Live = "Incidents";
    private const string Abandoned = "Abandoned";

    // The demo clock moves a database's whole day in a second; a lease must not.
    private static readonly TimeProvider RealTime = TimeProvider.System;

    private sealed record Run
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public string FileName { get; init; } = "";
        public DateTimeOffset LeaseUntil { get; init; }
    }

    /// <summary>Begins a run once there is no other, clearing what interrupted ones left.</summary>
    /// <param name="tell">Hears a sentence before a wait.</param>
    /// <exception cref="Conflict"><c>import.running</c>: another import is alive.</exception>
    public async Task<long> Begin(string fileName, object what, Action<string> tell, CancellationToken ct)
    {
        while (true)
        {
            foreach (var run in await Unfinished(ct))
                if (run.Kind == Abandoned || run.LeaseUntil <= RealTime.GetUtcNow())
                {
                    tell($"An earlier import ({run.FileName}) was interrupted; what it left is being cleared.");
                    await Clear(run.Id, isOurs: false, ct);
                }
                else await WaitFor(run, tell, ct);
            if (await TryBegin(fileName, what, ct) is { } id) return id;
        }
    }

    /// <summary>First in every chunk: if the run was taken for dead and cleared, nothing may follow.</summary>
    /// <exception cref="Conflict"><c>import.lost</c></exception>
    public async Task Renew(long runId, CancellationToken ct)
    {
        if (await db.Execute("UPDATE ImportRun SET LeaseUntil = @until WHERE Id = @runId AND Kind = @Live AND FinishedAt IS NULL",
            new { runId, Live, until = RealTime.GetUtcNow() + Lease }, ct) == 0)
            throw new Conflict("import.lost", "This import stood still for too long and was cleared by another one. Start it again.");
    }

    /// <summary>From here on the run's incidents exist.</summary>
    public Task<Done> Finish(long runId, object counts, CancellationToken ct) => db.Write(async () =>
    {
        await Renew(runId, ct);
        var now = clock.GetUtcNow();
        await db.Execute("UPDATE ImportRun SET FinishedAt = @now WHERE Id = @runId", new { runId, now }, ct);
        await db.Execute("""
            UPDATE ImportRun SET RowsRead = @RowsRead, Added = @Added, Repeats = @Repeats, Rejected = @Rejected, Unplaced = @Unplaced WHERE Id = @RunId
            """, counts, ct);
        await db.Record(actor, now, "import.finished", null, runId, null, null, counts, ct);
        return Done.Instance;
    }, ct);

    /// <summary>Deletes a run and its incidents, in chunks: nobody ever saw them.</summary>
    /// <param name="isOurs">False: only if its lease is over.</param>
    public async Task Clear(long runId, bool isOurs, CancellationToken ct)
    {
        var mine = isOurs ? 1 : 0;
        if (await db.Write(() => db.Execute("""
            UPDATE ImportRun SET Kind = @Abandoned
            WHERE Id = @runId AND FinishedAt IS NULL AND (Kind = @Abandoned OR LeaseUntil <= @now OR @mine = 1)
            """, new { runId, Abandoned, mine, now = RealTime.GetUtcNow() }, ct), ct) == 0) return;
        var left = true;
        while (left)
        {
            left = await db.Write(() => DeleteSome(runId, ct), ct);
            await Rest(ct);
        }
        await db.Write(async () =>
        {
            if (await db.Execute("DELETE FROM ImportRun WHERE Id = @runId", new { runId }, ct) > 0)
                await db.Record(actor, clock.GetUtcNow(), "import.cleared", null, runId, null, null, null, ct);
            return Done.Instance;
        }, ct);
    }

    /// <summary>Lets other processes write.</summary>
    public Task Rest(CancellationToken ct) => db.Dialect.HasOneWriter ? Task.Delay(Pause, ct) : Task.CompletedTask;

    private async Task<bool> DeleteSome(long runId, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < ChunkTime)
            if (await db.Execute($"""
                DELETE FROM Incident WHERE Id IN (SELECT Id FROM Incident WHERE ImportRunId = @runId ORDER BY Id {db.Dialect.First("@Some")})
                """, new { runId, Some = 200 }, ct) == 0) return false;
        return true;
    }

    private async Task<long?> TryBegin(string fileName, object what, CancellationToken ct)
    {
        var id = await db.Write(async () =>
        {
            var now = clock.GetUtcNow();
            // One row that everybody who begins writes to: without it two could begin at once where writers do not exclude each other.
            await SettingSql.Put(db, SettingNames.LastImport, TypeHandlers.Text(now), ct);
            if ((await Unfinished(ct)).Count > 0) return 0;
            var id = await db.Insert("""
                INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil) VALUES (@Live, @fileName, @now, @until)
                """, new { Live, fileName, now, until = RealTime.GetUtcNow() + Lease }, ct);
            await db.Record(actor, now, "import.started", null, id, null, null, what, ct);
            return id;
        }, ct);
        return id == 0 ? null : id;
    }

    /// <summary>Returns when the other run has finished or its lease is over.</summary>
    private async Task WaitFor(Run other, Action<string> tell, CancellationToken ct)
    {
        var now = RealTime.GetUtcNow();
        var until = other.LeaseUntil < now + Lease ? other.LeaseUntil : now + Lease;
        tell($"Another import ({other.FileName}) is running or was just interrupted. Waiting up to {Math.Ceiling((until - now).TotalSeconds):0} seconds to see which.");
        while (RealTime.GetUtcNow() is var at && at < until)
        {
            await Task.Delay(until - at < Poll ? until - at : Poll, ct);
            if ((await Unfinished(ct)).All(run => run.Id != other.Id)) return;
        }
        if ((await Unfinished(ct)).FirstOrDefault(run => run.Id == other.Id) is { Kind: Live } still && still.LeaseUntil > RealTime.GetUtcNow())
            throw new Conflict("import.running", $"Another import ({other.FileName}) is still running. Start this one again when it has finished.");
    }

    private Task<IReadOnlyList<Run>> Unfinished(CancellationToken ct) =>
        db.List<Run>("SELECT Id, Kind, FileName, LeaseUntil FROM ImportRun WHERE FinishedAt IS NULL ORDER BY Id", null, ct);
}
