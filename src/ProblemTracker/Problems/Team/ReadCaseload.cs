using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Number of problems and actions that a handover would move. Counts only, since confidential problems are included.</summary>
[Needs(Permission.HandOver)]
public sealed record ReadCaseload(long PersonId) : IQuery<Caseload>;

/// <param name="Problems">Open problems that the person leads.</param>
/// <param name="Actions">Planned actions in open problems that the person owns.</param>
public sealed record Caseload(long PersonId, string Name, bool Active, int Problems, int Actions);

internal sealed class ReadCaseloadHandler(Db db) : IRequestHandler<ReadCaseload, Caseload>
{
    private sealed record Row
    {
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public int Problems { get; init; }
        public int Actions { get; init; }
    }

    public async Task<Caseload> Handle(ReadCaseload query, CancellationToken ct)
    {
        var row = await db.Find<Row>("""
            SELECT w.Name, w.Active,
                (SELECT COUNT(*) FROM Problem p WHERE p.LeadId = w.Id AND p.Stage <> 'Closed') AS Problems,
                (SELECT COUNT(*) FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
                    WHERE a.OwnerId = w.Id AND a.Status = 'Planned' AND p.Stage <> 'Closed') AS Actions
            FROM Person w WHERE w.Id = @PersonId
            """, query, ct) ?? throw new NotFound();
        return new(query.PersonId, row.Name, row.Active, row.Problems, row.Actions);
    }
}

internal static class ReadCaseloadEndpoint
{
    public static void MapReadCaseload(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/caseload", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadCaseload(id), ct))
        .WithName("ReadCaseload").WithSummary("Count the problems and actions that a handover would move");
}
