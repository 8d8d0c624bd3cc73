using System.Diagnostics;
using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>The state of an import.</summary>
public enum ImportState
{
    /// <summary>The file is stored, but the import was not started.</summary>
    Uploaded,
    Queued,
    Running,
    /// <summary>Rows written by an interrupted or failed import are being deleted.</summary>
    Clearing,
    Canceling,
    Undoing,
    Finished,
    Failed,
    Canceled,
    Undone,
}

/// <summary>The right to write for an import, until another process takes it for dead.</summary>
/// <param name="Attempt">Counts the attempts to run the import.</param>
internal readonly record struct ImportLease(long Id, int Attempt);

/// <summary>The progress of an import.</summary>
internal readonly record struct ImportCounts(long BytesRead, int RowsRead, int Rejected)
{
    /// <param name="part">From 0 to 1.</param>
    public static ImportCounts Between(ImportCounts from, ImportCounts to, double part) => new(
        from.BytesRead + (long)((to.BytesRead - from.BytesRead) * part), from.RowsRead + (int)((to.RowsRead - from.RowsRead) * part),
        from.Rejected + (int)((to.Rejected - from.Rejected) * part));
}

/// <summary>What became of the rows of a file.</summary>
/// <param name="Unplaced">Added incidents without a neighborhood.</param>
internal sealed record ImportResult(int RowsRead, int Added, int Changed, int Repeats, int Rejected, int Unplaced);

/// <summary>
/// Allows one import at a time across all processes: a run holds a lease in real time and renews it with every chunk. A run whose lease
/// has expired was interrupted; the next import clears the rows it left. A run of the command line is then deleted, an upload queued again.
/// </summary>
internal sealed class ImportRuns(Db db, Actor actor, NeighborhoodMap neighborhoods, LinkedIncidentNotices notices,
    IncidentPlacement placement, BoundaryUndo boundaries, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Clock of the leases: the demo clock can jump by days, which would expire them.</summary>
    public static readonly TimeProvider RealTime = TimeProvider.System;

    private sealed record Run
    {
        public long Id { get; init; }
        public ImportKind Kind { get; init; }
        public string FileName { get; init; } = "";
        public ImportState State { get; init; }
        public string? StoredAs { get; init; }
        public string? Failure { get; init; }
        public int Attempt { get; init; }
        public long? PlacedTo { get; init; }
        public DateTimeOffset LeaseUntil { get; init; }

        public bool IsAlive => State == ImportState.Running && LeaseUntil > RealTime.GetUtcNow();
    }

    /// <summary>Starts a run of the command line once no other import runs, clearing what interrupted ones left.</summary>
    /// <param name="tell">Called with a sentence before each wait.</param>
    /// <exception cref="Conflict"><c>import.running</c>: another import is still running.</exception>
    public async Task<ImportLease> Begin(ImportKind kind, string fileName, object what, Action<string> tell, CancellationToken ct)
    {
        while (true)
        {
            foreach (var run in await Unfinished(ct))
                if (run.IsAlive) await WaitFor(run, tell, ct);
                else
                {
                    tell($"An earlier import ({run.FileName}) was interrupted; its rows are being cleared.");
                    await Clear(run.Id, isOurs: false, ct);
                }
            if (await TryBegin(kind, fileName, what, ct) is { } begun) return begun;
        }
    }

    /// <summary>Starts the upload that was queued first, if no other import runs, clearing what interrupted ones left.</summary>
    /// <param name="isHere">Whether a stored file is on this server.</param>
    /// <returns>Null if none is queued, or another import is running.</returns>
    public async Task<ImportLease?> TakeUp(Func<string, bool> isHere, CancellationToken ct)
    {
        var unfinished = await Unfinished(ct);
        foreach (var run in unfinished)
        {
            // Another import may still place incidents in neighborhoods that an undo would delete.
            if (run.IsAlive || (run.Kind == ImportKind.Neighborhoods && unfinished.Any(other => other.IsAlive))) return null;
            await Clear(run.Id, isOurs: false, ct);
        }
        var taken = await db.Write(async () =>
        {
            await LockOut(ct);
            if ((await Unfinished(ct)).Count > 0) return default;
            var waiting = await db.List<Run>(
                "SELECT Id, FileName, State, StoredAs, Attempt, PlacedTo, LeaseUntil FROM ImportRun WHERE FinishedAt IS NULL "
                    + "AND State = 'Queued' ORDER BY Id", null, ct);
            // Once boundaries are saved, their file is no longer needed.
            if (waiting.FirstOrDefault(run => run.PlacedTo is not null || isHere(run.StoredAs ?? "")) is not { } next) return default;
            var now = RealTime.GetUtcNow();
            await db.Execute(
                "UPDATE ImportRun SET State = 'Running', Attempt = Attempt + 1, BeganAt = @now, LeaseUntil = @until WHERE Id = @Id",
                new { next.Id, now, until = now + Lease }, ct);
            return new ImportLease(next.Id, next.Attempt + 1);
        }, ct);
        return taken == default ? null : taken;
    }

    /// <summary>Renews the lease. Called first in every chunk, so that a lost or canceled run writes nothing more.</summary>
    /// <exception cref="Conflict"><c>import.lost</c> or <c>import.canceled</c></exception>
    public async Task Renew(ImportLease run, ImportCounts counts, CancellationToken ct)
    {
        if (await db.Execute("""
            UPDATE ImportRun SET LeaseUntil = @until, BytesRead = @BytesRead, RowsRead = @RowsRead, Rejected = @Rejected
            WHERE Id = @Id AND Attempt = @Attempt AND State = 'Running' AND FinishedAt IS NULL
            """, new { run.Id, run.Attempt, counts.BytesRead, counts.RowsRead, counts.Rejected, until = RealTime.GetUtcNow() + Lease }, ct)
            == 0)
            await SayWhy(run, ct);
    }

    /// <summary>Renews the lease while incidents are assigned to new boundaries.</summary>
    /// <param name="run">The lease to renew.</param>
    /// <param name="placedTo">Id of the last incident checked.</param>
    /// <param name="moved">Number of incidents in this chunk whose neighborhood changed.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task RenewPlacing(ImportLease run, long placedTo, int moved, CancellationToken ct)
    {
        if (await db.Execute("""
            UPDATE ImportRun SET LeaseUntil = @until, PlacedTo = @placedTo, Moved = Moved + @moved
            WHERE Id = @Id AND Attempt = @Attempt AND State = 'Running'
            """, new { run.Id, run.Attempt, placedTo, moved, until = RealTime.GetUtcNow() + Lease }, ct) == 0)
            await SayWhy(run, ct);
    }

    private async Task SayWhy(ImportLease run, CancellationToken ct) => throw
        (await db.Find<string>("SELECT State FROM ImportRun WHERE Id = @Id AND Attempt = @Attempt", new { run.Id, run.Attempt }, ct)
            is nameof(ImportState.Canceling) or nameof(ImportState.Canceled)
            ? new Conflict("import.canceled", "This import was canceled.")
            : new Conflict("import.lost", "This import stopped responding and another import cleared it. Start it again."));

    /// <summary>Finishes an import of neighborhoods after all incidents were assigned.</summary>
    public Task<Done> FinishPlacing(ImportLease run, CancellationToken ct) => db.Write(async () =>
    {
        var now = clock.GetUtcNow();
        if (await db.Execute(
            "UPDATE ImportRun SET State = 'Finished', FinishedAt = @now, EndedAt = @now WHERE Id = @Id AND Attempt = @Attempt "
                + "AND State = 'Running'", new { run.Id, run.Attempt, now }, ct) == 0)
            await SayWhy(run, ct);
        await db.Record(actor, now, "import.finished", null, run.Id, null, null, null, ct);
        return Done.Instance;
    }, ct);

    /// <summary>Finishes an import of incidents, calls or shifts: readers see them from now on.</summary>
    public Task<Done> Finish(ImportLease run, ImportCounts counts, ImportResult result, ImportOutcome outcome, CancellationToken ct) =>
        db.Write(async () =>
        {
            await Renew(run, counts, ct);
            var now = clock.GetUtcNow();
            await db.Execute("UPDATE ImportRun SET State = 'Finished', FinishedAt = @now, EndedAt = @now WHERE Id = @Id",
                new { run.Id, now }, ct);
            await db.Execute("""
                UPDATE ImportRun SET RowsRead = @RowsRead, Added = @Added, Changed = @Changed, Repeats = @Repeats, Rejected = @Rejected,
                    Unplaced = @Unplaced
                WHERE Id = @Id
                """,
                new
                {
                    run.Id,
                    result.RowsRead,
                    result.Added,
                    result.Changed,
                    result.Repeats,
                    result.Rejected,
                    result.Unplaced,
                }, ct);
            await db.Execute("UPDATE ImportRun SET Outcome = @Outcome WHERE Id = @Id",
                new { run.Id, Outcome = JsonSerializer.Serialize(outcome, Json.Options) }, ct);
            await db.Record(actor, now, "import.finished", null, run.Id, null, null, result, ct);
            await notices.Changed(run.Id, ct);
            return Done.Instance;
        }, ct);

    /// <summary>Lists an import of boundaries that the command line has finished.</summary>
    public Task<long> Add(ImportedBoundaries done, CancellationToken ct)
    {
        var outcome = done.Saved.Showing(done.Drawn, ImportBoundaries.ShapesOf(done.Drawn)).Write();
        return db.Write(() => Add(done, outcome, ct), ct);
    }

    private async Task<long> Add(ImportedBoundaries done, string outcome, CancellationToken ct)
    {
        var (now, counts) = (clock.GetUtcNow(), done.Counts);
        var id = await db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, State, StartedAt, BeganAt, LeaseUntil, FinishedAt, EndedAt, RowsRead, Added, Changed,
                Repeats, Moved, Map, Outcome)
            VALUES ('Neighborhoods', @FileName, 'Finished', @now, @real, @real, @now, @now, @Read, @Added, @Changed, @Unchanged, @Moved,
                @Map, @outcome)
            """,
            new
            {
                done.FileName,
                now,
                real = RealTime.GetUtcNow(),
                counts.Read,
                counts.Added,
                counts.Changed,
                counts.Unchanged,
                counts.Moved,
                Map = done.How.Write(),
                outcome,
            }, ct);
        await db.Record(actor, now, "import.finished", null, id, null, null, null, ct);
        return id;
    }

    /// <summary>Ends the lease on a clean shutdown, so that the next process does not wait for it to expire.</summary>
    public Task<int> Release(ImportLease run) => db.Write(() => db.Execute(
        "UPDATE ImportRun SET LeaseUntil = @now WHERE Id = @Id AND Attempt = @Attempt AND State = 'Running'",
        new { run.Id, run.Attempt, now = RealTime.GetUtcNow() }, CancellationToken.None), CancellationToken.None);

    /// <summary>Fails an import: stores the reason and clears the rows it wrote.</summary>
    public async Task Fail(ImportLease run, string sentence, CancellationToken ct)
    {
        await db.Write(
            () => db.Execute("UPDATE ImportRun SET Failure = @sentence WHERE Id = @Id AND Attempt = @Attempt AND State = 'Running'",
                new { run.Id, run.Attempt, sentence }, ct), ct);
        await Clear(run.Id, isOurs: true, ct);
    }

    /// <summary>
    /// Deletes a run's incidents, calls or shifts, which no reader sees, and gives incidents that it changed their earlier content, in
    /// chunks. Then moves the run to the state that follows.
    /// </summary>
    /// <param name="isOurs">False: only if its lease has expired.</param>
    public async Task Clear(long runId, bool isOurs, CancellationToken ct)
    {
        var mine = isOurs ? 1 : 0;
        if (await db.Write(() => db.Execute("""
            UPDATE ImportRun SET State = CASE WHEN State = 'Running' THEN 'Clearing' ELSE State END
            WHERE Id = @runId AND FinishedAt IS NULL AND (State IN ('Clearing', 'Canceling', 'Undoing') OR (State = 'Running'
                AND (LeaseUntil <= @now OR @mine = 1)))
            """, new { runId, mine, now = RealTime.GetUtcNow() }, ct), ct) == 0) return;
        var index = await neighborhoods.Current(db, ct);
        await db.Load(async load =>
        {
            while (await load.Step(() => ClearSome(runId, index, ct), ct)) await load.Rest(ct);
            return Done.Instance;
        }, ct);
        if (await UndoneBoundaries(runId, ct) is { } trail)
        {
            await placement.Refresh(null, 0, null, ct);
            await db.Write(() => boundaries.Remove(trail, ct), ct);
        }
        await db.Write(() => Finish(runId, ct), ct);
    }

    /// <summary>Ends the undoing of an import now, for the command line.</summary>
    /// <returns>False if another import is running: it may still place incidents in neighborhoods that would be deleted.</returns>
    public async Task<bool> EndUndo(long runId, CancellationToken ct)
    {
        if ((await Unfinished(ct)).Any(run => run.IsAlive)) return false;
        await Clear(runId, isOurs: false, ct);
        return true;
    }

    private async Task<BoundaryTrail?> UndoneBoundaries(long runId, CancellationToken ct) => SavedBoundaries.Read(await db.Find<string>(
        "SELECT Outcome FROM ImportRun WHERE Id = @runId AND Kind = 'Neighborhoods' AND State = 'Undoing'", new { runId }, ct))?.Trail;

    private async Task<bool> ClearSome(long runId, NeighborhoodIndex index, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        // The commit takes about as long as the deletes. First the incidents, since one of them can have the key that another gets back.
        while (watch.Elapsed < BulkLoad.StepTime / 2)
            if (await db.Execute($"""
                DELETE FROM Incident WHERE Id IN (SELECT Id FROM Incident WHERE ImportRunId = @runId
                ORDER BY Id {db.Dialect.First("@Some")})
                """, new { runId, Some = 200 }, ct) == 0
                && await db.Execute($"""
                DELETE FROM ImportRejection WHERE Id IN (SELECT Id FROM ImportRejection WHERE ImportRunId = @runId
                ORDER BY Id {db.Dialect.First("@Some")})
                """, new { runId, Some = 200 }, ct) == 0
                && !await ClearOthers(runId, ct)
                && !await IncidentUpdates.Restore(db, runId, index, 50, ct)) return false;
        return true;
    }

    private async Task<bool> ClearOthers(long runId, CancellationToken ct) => await db.Execute($"""
            DELETE FROM ServiceCall WHERE Id IN (
                SELECT Id FROM ServiceCall WHERE ImportRunId = @runId ORDER BY Id {db.Dialect.First("@Some")})
            """, new { runId, Some = 200 }, ct) > 0
        || await db.Execute($"""
            DELETE FROM UnitShift WHERE Id IN (
                SELECT Id FROM UnitShift WHERE ImportRunId = @runId ORDER BY Id {db.Dialect.First("@Some")})
            """, new { runId, Some = 200 }, ct) > 0;

    /// <summary>Moves a cleared run to the state that follows.</summary>
    private async Task<Done> Finish(long runId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if ((await Unfinished(ct)).FirstOrDefault(run => run.Id == runId) is not { } run) return Done.Instance;
        if (run.State == ImportState.Clearing && run.StoredAs is null)
            await db.Execute("DELETE FROM ImportRun WHERE Id = @runId", new { runId }, ct);
        else
        {
            var next = run.State switch
            {
                ImportState.Canceling => ImportState.Canceled,
                ImportState.Undoing => ImportState.Undone,
                _ => run.Failure is null ? ImportState.Queued : ImportState.Failed,
            };
            var ended = next == ImportState.Queued ? (DateTimeOffset?)null : now;
            await db.Execute("UPDATE ImportRun SET State = @State, EndedAt = @ended WHERE Id = @runId",
                new { runId, State = next.ToString(), ended }, ct);
            // Counts of deleted rows would mislead; an undone import keeps the counts of its result.
            if (next != ImportState.Undone)
                await db.Execute("UPDATE ImportRun SET BytesRead = 0, RowsRead = 0, Rejected = 0 WHERE Id = @runId", new { runId }, ct);
        }
        await db.Record(actor, now, "import.cleared", null, runId, null, null, new { Was = run.State }, ct);
        return Done.Instance;
    }

    private async Task<ImportLease?> TryBegin(ImportKind kind, string fileName, object what, CancellationToken ct)
    {
        var id = await db.Write(async () =>
        {
            await LockOut(ct);
            if ((await Unfinished(ct)).Count > 0) return 0;
            var now = clock.GetUtcNow();
            var real = RealTime.GetUtcNow();
            var id = await db.Insert("""
                INSERT INTO ImportRun (Kind, FileName, State, StartedAt, BeganAt, LeaseUntil)
                VALUES (@Kind, @fileName, 'Running', @now, @real, @until)
                """, new { Kind = kind.ToString(), fileName, now, real, until = real + Lease }, ct);
            await db.Record(actor, now, "import.started", null, id, null, null, what, ct);
            return id;
        }, ct);
        return id == 0 ? null : new(id, 0);
    }

    /// <summary>Writes a row that every start writes, so that two imports can't start at once on databases with several writers.</summary>
    private Task LockOut(CancellationToken ct) => SettingSql.Put(db, SettingNames.LastImport, TypeHandlers.Text(clock.GetUtcNow()), ct);

    /// <summary>Waits until the other run has finished or its lease has expired.</summary>
    private async Task WaitFor(Run other, Action<string> tell, CancellationToken ct)
    {
        var now = RealTime.GetUtcNow();
        var until = other.LeaseUntil < now + Lease ? other.LeaseUntil : now + Lease;
        tell($"Another import ({other.FileName}) is running or was just interrupted. Waiting up to "
            + $"{Math.Ceiling((until - now).TotalSeconds):0} seconds to see which.");
        while (RealTime.GetUtcNow() is var at && at < until)
        {
            await Task.Delay(until - at < Poll ? until - at : Poll, ct);
            if ((await Unfinished(ct)).All(run => run.Id != other.Id)) return;
        }
        if ((await Unfinished(ct)).FirstOrDefault(run => run.Id == other.Id) is { IsAlive: true })
            throw new Conflict("import.running",
                $"Another import ({other.FileName}) is still running. Start this import again when it has finished.");
    }

    /// <summary>Runs that block other imports: their rows are in the table but not visible.</summary>
    private Task<IReadOnlyList<Run>> Unfinished(CancellationToken ct) => db.List<Run>("""
        SELECT Id, Kind, FileName, State, StoredAs, Failure, Attempt, LeaseUntil FROM ImportRun
        WHERE FinishedAt IS NULL AND State IN ('Running', 'Clearing', 'Canceling', 'Undoing') ORDER BY Id
        """, null, ct);
}
