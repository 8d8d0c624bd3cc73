using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// The load of everyone who can lead problems, by name: what a supervisor looks at before handing work over. Includes confidential
/// problems, since only those who see all of them may ask.
/// </summary>
[Needs(Permission.Supervise)]
public sealed record ReadLoads : IQuery<Loads>;

public sealed record Loads(IReadOnlyList<PersonLoad> People);

public sealed record PersonLoad
{
    public long PersonId { get; init; }
    public string Name { get; init; } = "";
    /// <summary>Open problems that the person leads, by stage.</summary>
    public int Scanning { get; init; }
    public int Analysis { get; init; }
    public int Response { get; init; }
    public int Assessment { get; init; }
    /// <summary>Of these, how many are overdue.</summary>
    public int Overdue { get; init; }
    /// <summary>Planned actions in open problems that the person owns.</summary>
    public int Actions { get; init; }

    public int Open => Scanning + Analysis + Response + Assessment;
}

internal sealed class ReadLoadsHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ReadLoads, Loads>
{
    private sealed record Led
    {
        public long? PersonId { get; init; }
        public Stage Stage { get; init; }
        public int Problems { get; init; }
        public int Overdue { get; init; }
    }

    private sealed record Owned
    {
        public long? PersonId { get; init; }
        public int Planned { get; init; }
    }

    public async Task<Loads> Handle(ReadLoads query, CancellationToken ct)
    {
        var args = new { Today = await agency.Today(ct), ActorId = actor.PersonId };
        var people = await db.List<PersonRef>(
            $"SELECT w.Id, w.Name FROM Person w WHERE {Teams.CanLead("w")} ORDER BY w.Name, w.Id", null, ct);
        var led = (await db.List<Led>($"""
            SELECT p.LeadId AS PersonId, p.Stage, COUNT(*) AS Problems, SUM(IIF({ProblemSql.Overdue}, 1, 0)) AS Overdue FROM Problem p
            WHERE p.Stage <> 'Closed' AND p.LeadId IS NOT NULL AND {ProblemSql.VisibleTo(actor)} GROUP BY p.LeadId, p.Stage
            """, args, ct)).ToLookup(row => row.PersonId);
        var owned = (await db.List<Owned>($"""
            SELECT a.OwnerId AS PersonId, COUNT(*) AS Planned FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.Status = 'Planned' AND a.OwnerId IS NOT NULL AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}
            GROUP BY a.OwnerId
            """, args, ct)).ToLookup(row => row.PersonId);
        return new([.. people.Select(person => new PersonLoad
        {
            PersonId = person.Id,
            Name = person.Name,
            Scanning = In(person.Id, Stage.Scanning),
            Analysis = In(person.Id, Stage.Analysis),
            Response = In(person.Id, Stage.Response),
            Assessment = In(person.Id, Stage.Assessment),
            Overdue = led[person.Id].Sum(row => row.Overdue),
            Actions = owned[person.Id].Sum(row => row.Planned),
        })]);

        int In(long personId, Stage stage) => led[personId].Where(row => row.Stage == stage).Sum(row => row.Problems);
    }
}

internal static class ReadLoadsEndpoint
{
    public static void MapReadLoads(this RouteGroupBuilder people) => people
        .MapGet("/loads", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadLoads(), ct))
        .WithName("ReadLoads").WithSummary("Read the load of everyone who can lead problems");
}
