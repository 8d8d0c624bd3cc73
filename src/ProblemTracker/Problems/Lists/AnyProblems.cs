using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Whether there is any problem that the actor can view, so that an empty list can say what comes first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record AnyProblems : IQuery<ProblemsThere>;

/// <param name="Any">Whether there is a problem that the actor can view.</param>
/// <param name="MayOpen">Whether the actor can open one.</param>
public sealed record ProblemsThere(bool Any, bool MayOpen);

internal sealed class AnyProblemsHandler(Db db, Actor actor) : IRequestHandler<AnyProblems, ProblemsThere>
{
    public async Task<ProblemsThere> Handle(AnyProblems query, CancellationToken ct) => new(
        await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE {ProblemSql.VisibleTo(actor)} ORDER BY p.Id {db.Dialect.First("@One")}",
            new { ActorId = actor.PersonId, One = 1 }, ct) is not null,
        actor.Might(Permission.OpenProblems));
}
