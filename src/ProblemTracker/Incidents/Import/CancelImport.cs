using Hangfire;
using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>Cancels an unfinished import; nothing from its file is kept.</summary>
[Needs(Permission.Import)]
public sealed record CancelImport(long ImportId) : ICommand<Done>;

internal sealed class CancelImportHandler(Db db, Actor actor, Uploads uploads, FileSurveys surveys, IRecurringJobManager jobs,
    TimeProvider clock)
    : IRequestHandler<CancelImport, Done>
{
    public async Task<Done> Handle(CancelImport command, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, command.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        if (import.StoredAs is null && import.State != ImportState.Finished)
            throw new Conflict("import.byVerb", "This import runs on the command line. Stop it there.");
        var now = clock.GetUtcNow();
        // An import that no job has started ends at once; a running one is cleared by its job.
        if (await db.Execute(
            // What was kept before the start is no map that anything was read with.
            "UPDATE ImportRun SET Map = CASE WHEN State = 'Uploaded' THEN NULL ELSE Map END, State = 'Canceled', EndedAt = @now "
                + "WHERE Id = @Id AND FinishedAt IS NULL AND State IN ('Uploaded', 'Queued')", new { import.Id, now }, ct) == 1)
            db.AfterCommit(() =>
            {
                surveys.Forget(import.StoredAs);
                uploads.Forget(import.StoredAs);
                return Task.CompletedTask;
            });
        else if (await db.Execute("""
            UPDATE ImportRun SET State = 'Canceling', LeaseUntil = @now
            WHERE Id = @Id AND FinishedAt IS NULL AND State IN ('Running', 'Clearing') AND Failure IS NULL AND PlacedTo IS NULL
            """, new { import.Id, now = ImportRuns.RealTime.GetUtcNow() }, ct) == 1)
            db.AfterCommit(() =>
            {
                jobs.Trigger(WorkImports.Job);
                return Task.CompletedTask;
            });
        else throw Refusal(import);
        await db.Record(actor, now, "import.canceled", null, import.Id, null, null, null, ct);
        return Done.Instance;
    }

    private static Conflict Refusal(StoredImport import) => new("import.over", import switch
    {
        { State: ImportState.Finished, Kind: ImportKind.Incidents } => "This import has finished. Undo it instead.",
        { PlacedTo: not null } => "The boundaries are saved and can't be canceled. Incidents are still being assigned to them.",
        { State: ImportState.Canceled or ImportState.Canceling } => "This import was already canceled.",
        _ => "This import has ended. There is nothing to cancel.",
    });
}

internal static class CancelImportEndpoint
{
    public static void MapCancelImport(this RouteGroupBuilder imports) => imports
        .MapPost("/{id:long}/cancel", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new CancelImport(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("CancelImport").WithSummary("Cancel an unfinished import; nothing from its file is kept");
}
