using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Retention;

namespace ProblemTracker.Incidents;

/// <summary>Removes one incident from a problem's evidence.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record UnlinkIncident(long ProblemId, long IncidentId) : ICommand<Done>;

internal sealed class UnlinkIncidentHandler(Db db, CaseFiles files) : IRequestHandler<UnlinkIncident, Done>
{
    public async Task<Done> Handle(UnlinkIncident command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        await LegalHolds.MustNotCover(db, ProblemRetention.Kind, command.ProblemId, file.Now, ct);
        if (await db.Execute("DELETE FROM ProblemIncident WHERE ProblemId = @ProblemId AND IncidentId = @IncidentId", command, ct) == 0)
            throw new NotFound();
        file.LinkEvents(await db.Single<int>("""
            SELECT COUNT(DISTINCT i.EventKey) FROM ProblemIncident l JOIN Incident i ON i.Id = l.IncidentId WHERE l.ProblemId = @ProblemId
            """, command, ct));
        file.Record("problem.incident.unlinked", command.IncidentId, "Removed the link to an incident.", new { command.IncidentId }, null);
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class UnlinkIncidentEndpoint
{
    public static void MapUnlinkIncident(this RouteGroupBuilder problems) => problems
        .MapDelete("/{id:long}/incidents/{incidentId:long}", async (long id, long incidentId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new UnlinkIncident(id, incidentId), ct);
            return TypedResults.NoContent();
        })
        .WithName("UnlinkIncident").WithSummary("Remove the link between a problem and an incident");
}
