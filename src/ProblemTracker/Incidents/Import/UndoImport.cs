using Hangfire;
using MediatR;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Retention;

namespace ProblemTracker.Incidents;

/// <summary>
/// Undoes a finished import. Of incidents: they disappear for readers at once and are deleted in the background, where incidents that it
/// changed get their earlier content. Of boundaries: neighborhoods get back what they had at once, and incidents in the background.
/// </summary>
[Needs(Permission.Import)]
public sealed record UndoImport(long ImportId) : ICommand<Done>;

/// <summary>An import of boundaries that ended after another one.</summary>
internal sealed record LaterImport
{
    public long Id { get; init; }
    public string FileName { get; init; } = "";
    public string? Outcome { get; init; }
}

/// <param name="jobs">Null on the command line, which deletes the incidents itself.</param>
internal sealed class UndoImportHandler(Db db, Actor actor, LinkedIncidentNotices notices, BoundaryUndo boundaries, TimeProvider clock,
    IRecurringJobManager? jobs = null) : IRequestHandler<UndoImport, Done>
{
    public async Task<Done> Handle(UndoImport command, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, command.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        await LegalHolds.MustNotCover(db, IncidentRetention.Imports, import.Id, clock.GetUtcNow(), ct);
        // Hide the incidents before counting links, so that no one links more of them in between.
        if (await db.Execute(
            "UPDATE ImportRun SET FinishedAt = NULL, State = 'Undoing', LeaseUntil = @now WHERE Id = @Id AND FinishedAt IS NOT NULL",
            new { import.Id, now = ImportRuns.RealTime.GetUtcNow() }, ct) == 0)
            throw new Conflict("import.notFinished",
                import.State is ImportState.Undoing or ImportState.Undone ? "This import was already undone."
                    : "Only a finished import can be undone.");
        var linked = await db.Single<int>("""
            SELECT COUNT(DISTINCT i.Id) FROM Incident i JOIN ProblemIncident l ON l.IncidentId = i.Id WHERE i.ImportRunId = @Id
            """, new { import.Id }, ct);
        if (linked > 0)
            throw new RuleBroken("import.linked",
                $"{linked:N0} of its incidents {(linked == 1 ? "is" : "are")} linked to problems. "
                    + $"Unlink {(linked == 1 ? "it" : "them")}, then undo the import.", "import");
        if (import.Kind == ImportKind.Neighborhoods) await TakeBack(import, ct);
        await db.Record(actor, clock.GetUtcNow(), "import.undone", null, import.Id, null, null, new { import.FileName }, ct);
        await notices.Undone(import.Id, ct);
        db.AfterCommit(() =>
        {
            jobs?.Trigger(WorkImports.Job);
            return Task.CompletedTask;
        });
        return Done.Instance;
    }

    private async Task TakeBack(StoredImport import, CancellationToken ct)
    {
        var saved = SavedBoundaries.Read(await db.Find<string>("SELECT Outcome FROM ImportRun WHERE Id = @Id", new { import.Id }, ct));
        var hindrances = await boundaries.TakeBack(saved?.Trail ?? throw new RuleBroken("import.boundaries",
            "This import ran before imports of boundaries could be undone. Change its neighborhoods one by one, or import the earlier file "
                + "again.", "import"), ct);
        if (hindrances.Count == 0) return;
        var later = await Later(import.Id, [.. hindrances.Select(one => one.NeighborhoodId)], ct);
        throw new RuleBroken("import.used", BoundaryUndo.Sentence(hindrances) + later switch
        {
            [] => "",
            [var one] => $" Import {Named(one)} changed some of it: undo that import first.",
            _ => $" Imports {string.Join(", ", later.SkipLast(1).Select(Named))} and {Named(later[^1])} changed some of it: undo them "
                + "first, in this order.",
        }, "import")
        {
            BlockedBy = [.. later.Select(one => new BlockingRecord("import", one.Id, one.FileName))],
        };

        static string Named(LaterImport one) => $"{one.Id} ({one.FileName})";
    }

    /// <summary>The later imports that changed one of these neighborhoods, the last one first, since it must be undone first.</summary>
    private async Task<IReadOnlyList<LaterImport>> Later(long importId, HashSet<long> neighborhoodIds, CancellationToken ct)
    {
        var later = await db.List<LaterImport>("""
            SELECT r.Id, r.FileName, r.Outcome FROM ImportRun r JOIN ImportRun one ON one.Id = @importId
            WHERE r.Kind = 'Neighborhoods' AND r.FinishedAt IS NOT NULL
                AND (r.EndedAt > one.EndedAt OR (r.EndedAt = one.EndedAt AND r.Id > one.Id))
            ORDER BY r.EndedAt DESC, r.Id DESC
            """, new { importId }, ct);
        return [.. later.Where(one => SavedBoundaries.Read(one.Outcome)?.Trail is { } trail
            && neighborhoodIds.Overlaps(trail.Changed.Select(changed => changed.Id).Concat(trail.Ended.Select(end => end.Id))))];
    }
}

internal static class UndoImportEndpoint
{
    public static void MapUndoImport(this RouteGroupBuilder imports) => imports
        .MapPost("/{id:long}/undo", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new UndoImport(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("UndoImport").WithSummary("Undo a finished import of incidents or boundaries, while nothing depends on it");
}
