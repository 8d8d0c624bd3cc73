using System.Text.Json;
using MediatR;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Runs the upload that was queued first, if no other import is running; clears canceled, undone and interrupted imports. An interrupted
/// import of incidents is cleared and starts over, so that the result is the same as without the interruption; one of neighborhoods resumes
/// assigning incidents where it stopped. Not an <see cref="ICommand{T}"/>: it reads files between many short transactions.
/// </summary>
[Needs(Permission.Import)]
public sealed record WorkImports : IRequest<ImportsWorked>
{
    /// <summary>Id of the recurring job, which also runs when someone starts, cancels or undoes an import.</summary>
    public const string Job = "imports";
}

/// <param name="HasMore">Whether another import may be queued.</param>
public sealed record ImportsWorked(bool HasMore);

internal sealed class WorkImportsHandler(Db db, Uploads uploads, ImportRuns runs, IncidentCopy copy, BoundaryPlanner planner,
    BoundarySave boundaries, NeighborhoodMap neighborhoods, IncidentPlacement placement, IEnumerable<IRowImport> others)
    : IRequestHandler<WorkImports, ImportsWorked>
{
    private const string Unforeseen = "Something went wrong on the server. Ask an administrator to check the log.";

    /// <summary>Uploads that no one starts within this time are canceled.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    public async Task<ImportsWorked> Handle(WorkImports message, CancellationToken ct)
    {
        await Sweep(ct);
        if (await runs.TakeUp(uploads.IsHere, ct) is not { } run) return new(false);
        var import = await ImportSql.Find(db, run.Id, ct);
        try
        {
            if (import.Kind == ImportKind.Incidents) await Incidents(import, run, ct);
            else if (others.FirstOrDefault(other => other.Takes(import.Kind)) is { } other) await Rows(other, import, run, ct);
            else await Neighborhoods(import, run, ct);
        }
        catch (Conflict lost) when (lost.Code == "import.lost")
        {
            return new(true);
        }
        catch (Conflict canceled) when (canceled.Code == "import.canceled")
        {
            await runs.Clear(run.Id, isOurs: true, ct);
        }
        catch (OperationCanceledException)
        {
            await runs.Release(run);
            throw;
        }
        catch (TrackerException refusal)
        {
            await runs.Fail(run,
                refusal is Invalid invalid ? string.Join(' ', invalid.Errors.SelectMany(e => e.Value)) : refusal.Message, ct);
        }
        catch
        {
            await runs.Fail(run, Unforeseen, ct);
            throw;
        }
        uploads.Forget(import.StoredAs);
        return new(true);
    }

    private async Task Incidents(StoredImport import, ImportLease run, CancellationToken ct)
    {
        await using var content = uploads.Open(import.StoredAs!);
        await using var file = await copy.Open(content, import.FileName,
            JsonSerializer.Deserialize<IncidentMap>(import.Map!, Json.Options)!, ct);
        await copy.Run(file, run, null, ct);
    }

    private async Task Rows(IRowImport other, StoredImport import, ImportLease run, CancellationToken ct)
    {
        await using var content = uploads.Open(import.StoredAs!);
        await other.Run(content, import.FileName, JsonSerializer.Deserialize<IncidentMap>(import.Map!, Json.Options)!, run, null, ct);
    }

    private async Task Neighborhoods(StoredImport import, ImportLease run, CancellationToken ct)
    {
        if (import.PlacedTo is null)
        {
            await using var content = uploads.Open(import.StoredAs!);
            var how = BoundaryImport.Read(import.Map!);
            var choices = how.Choices ?? BoundaryChoices.None;
            var file = await ImportBoundaries.Read(content, import.FileName, how, () => neighborhoods.Extent(db, ct), ct);
            var read = choices.Without(file.Boundaries);
            var plan = await planner.Read(read, choices.From, ct);
            var drawn = plan.DrawnAfter(choices);
            var shapes = ImportBoundaries.ShapesOf(drawn);
            await db.Write(async () =>
            {
                await runs.RenewPlacing(run, 0, 0, ct);
                var (made, saved) = await boundaries.Save(import.FileName, read, plan, choices, ct);
                var outcome = saved.Showing(drawn, shapes) with { Notes = BoundaryNotes.Of(file, choices, made) };
                return await db.Execute("""
                    UPDATE ImportRun SET RowsRead = @Read, Added = @Added, Changed = @Changed, Repeats = @Unchanged, Outcome = @Outcome
                    WHERE Id = @Id
                    """,
                    new
                    {
                        run.Id,
                        made.Read,
                        made.Added,
                        made.Changed,
                        made.Unchanged,
                        Outcome = outcome.Write(),
                    }, ct);
            }, ct);
        }
        await placement.Refresh(null, import.PlacedTo ?? 0, async (placedTo, moved) =>
        {
            await runs.RenewPlacing(run, placedTo, moved, ct);
        }, ct);
        await runs.FinishPlacing(run, ct);
    }

    private async Task Sweep(CancellationToken ct)
    {
        var now = ImportRuns.RealTime.GetUtcNow();
        // Read first, because this runs every minute and should rarely take the write lock.
        if (await db.Single<int>("SELECT COUNT(*) FROM ImportRun WHERE FinishedAt IS NULL AND State = 'Uploaded' AND LeaseUntil < @before",
            new { before = now - Patience }, ct) > 0)
            await db.Write(
                () => db.Execute(
                    "UPDATE ImportRun SET State = 'Canceled', EndedAt = @now WHERE FinishedAt IS NULL AND State = 'Uploaded' "
                        + "AND LeaseUntil < @before", new { now, before = now - Patience }, ct), ct);
        uploads.Sweep((await db.List<string>("""
            SELECT StoredAs FROM ImportRun WHERE StoredAs IS NOT NULL AND FinishedAt IS NULL
                AND State IN ('Uploaded', 'Queued', 'Running', 'Clearing')
            """, null, ct)).ToHashSet());
    }
}
