using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>An incident as it is, and as it was before imports gave it other content.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadIncidentHistory(long IncidentId) : IQuery<IncidentHistory>;

/// <param name="Updates">Newest first.</param>
public sealed record IncidentHistory(IncidentRow Incident, IReadOnlyList<IncidentUpdate> Updates);

/// <param name="ImportId">The import that brought the other content.</param>
/// <param name="By">The person who uploaded it; null for the command line.</param>
/// <param name="Changes">The fields that changed.</param>
public sealed record IncidentUpdate(long ImportId, string FileName, string? By, DateTimeOffset At, IReadOnlyList<ContentChange> Changes);

internal sealed class ReadIncidentHistoryHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadIncidentHistory, IncidentHistory>
{
    private sealed record Import
    {
        public long Id { get; init; }
        public string FileName { get; init; } = "";
        public string? By { get; init; }
        public DateTimeOffset At { get; init; }
    }

    public async Task<IncidentHistory> Handle(ReadIncidentHistory query, CancellationToken ct)
    {
        // Incidents of an import that is running or being undone are not shown anywhere.
        var row = await db.Find<IncidentRow>($"""
            {IncidentListSql.Select(actor, "Incident i")} JOIN ImportRun r ON r.Id = i.ImportRunId
            WHERE i.Id = @IncidentId AND r.FinishedAt IS NOT NULL
            """, new { query.IncidentId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        var versions = await IncidentVersions.Read(db, [query.IncidentId], (await agency.Calendar(ct)).Zone, ct);
        var imports = (await db.List<Import>("""
            SELECT r.Id, r.FileName, p.Name AS "By", COALESCE(r.FinishedAt, r.StartedAt) AS At
            FROM ImportRun r LEFT JOIN Person p ON p.Id = r.PersonId WHERE r.Id IN @ids
            """, new { ids = versions.Select(v => v.Before.ImportRunId) }, ct)).ToDictionary(import => import.Id);
        return new(row, [.. from version in versions.Reverse()
            let import = imports[version.Before.ImportRunId!.Value]
            select new IncidentUpdate(import.Id, import.FileName, import.By, import.At, version.Changes)]);
    }
}

internal static class ReadIncidentHistoryEndpoint
{
    public static void MapReadIncidentHistory(this RouteGroupBuilder incidents) => incidents
        .MapGet("/{id:long}/history", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadIncidentHistory(id), ct))
        .WithName("ReadIncidentHistory")
        .WithSummary("Read an incident and what imports changed of it, when its number came again with other content");
}
