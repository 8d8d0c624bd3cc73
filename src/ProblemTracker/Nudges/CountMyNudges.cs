using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Nudges;

/// <summary>How many nudges of the actor are new and about problems that are theirs to see: the number in the header. At most <see cref="Most"/>.</summary>
[Needs(Permission.SignedIn)]
public sealed record CountMyNudges : IQuery<NudgeCount>
{
    public const int Most = 100;
}

public sealed record NudgeCount(int Unseen);

internal sealed class CountMyNudgesHandler(Db db, Actor actor) : IRequestHandler<CountMyNudges, NudgeCount>
{
    public async Task<NudgeCount> Handle(CountMyNudges query, CancellationToken ct) => !actor.Might(Permission.ReadProblems) ? new(0) :
        new(await db.Single<int>($"""
            SELECT COUNT(*) FROM (
                SELECT r.NudgeId FROM NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId JOIN Problem p ON p.Id = n.ProblemId
                WHERE r.PersonId = @ActorId AND r.SeenAt IS NULL AND {ProblemSql.VisibleTo(actor)}
                ORDER BY r.NudgeId DESC {db.Dialect.First("@Most")}) counted
            """, new { ActorId = actor.PersonId, CountMyNudges.Most }, ct));
}
