using Hangfire;
using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>Stops an import that is not finished; nothing of it is kept.</summary>
[Needs(Permission.Import)]
public sealed record CancelImport(long ImportId) : ICommand<Done>;

internal sealed class CancelImportHandler(Db db, Actor actor, Uploads uploads, IRecurringJobManager jobs, TimeProvider clock)
    : IRequestHandler<CancelImport, Done>
{
    public async Task<Done> Handle(CancelImport command, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, command.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        if (import.StoredAs is null && import.State != ImportState.Finished)
            throw new Conflict("import.byVerb", "This import runs on the command line. Stop it there.");
        var now = clock.GetUtcNow();
        // What no job has begun is over at once; what one works on, it clears.
        if (await db.Execute(
            "UPDATE ImportRun SET State = 'Canceled', EndedAt = @now WHERE Id = @Id AND FinishedAt IS NULL "
                + "AND State IN ('Uploaded', 'Queued')", new { import.Id, now }, ct) == 1)
            db.AfterCommit(() =>
            {
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
        { State: ImportState.Finished, Kind: ImportKind.Incidents } => "This import has finished. It can be undone.",
        { PlacedTo: not null } => "The boundaries are saved. Putting the incidents into them goes on to its end.",
        { State: ImportState.Canceled or ImportState.Canceling } => "This import was canceled already.",
        _ => "This import is over. There is nothing to cancel.",
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
        .WithName("CancelImport").WithSummary("Stop an import that is not finished; nothing of it is kept");
}
