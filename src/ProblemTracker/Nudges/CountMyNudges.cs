using MediatR;
using ProblemTracker.Settings;

namespace ProblemTracker.Nudges;

/// <summary>How many nudges of the actor are new, not snoozed, and about what is theirs to see: the number in the header. At most <see cref="Most"/>.</summary>
[Needs(Permission.SignedIn)]
public sealed record CountMyNudges : IQuery<NudgeCount>
{
    public const int Most = 100;
}

public sealed record NudgeCount(int Unseen);

internal sealed class CountMyNudgesHandler(Db db, Actor actor, Agency agency) : IRequestHandler<CountMyNudges, NudgeCount>
{
    public async Task<NudgeCount> Handle(CountMyNudges query, CancellationToken ct) =>
        new(await db.Single<int>($"""
            SELECT COUNT(*) FROM (
                SELECT r.NudgeId {NudgeSql.From}
                WHERE r.PersonId = @ActorId AND r.SeenAt IS NULL AND {NudgeSql.IsOpen} AND {NudgeSql.VisibleTo(actor)}
                ORDER BY r.NudgeId DESC {db.Dialect.First("@Most")}) counted
            """, new { ActorId = actor.PersonId, Today = await agency.Today(ct), CountMyNudges.Most }, ct));
}
