using MediatR;

namespace ProblemTracker.Problems;

/// <summary>The people whom a note about a problem can name with @: those of the department who can view it, but for the actor.</summary>
[Needs(Permission.WriteNotes)]
public sealed record ListMentionable(long ProblemId) : IQuery<Page<PersonRef>>;

internal sealed class ListMentionableHandler(Db db, Actor actor) : IRequestHandler<ListMentionable, Page<PersonRef>>
{
    public async Task<Page<PersonRef>> Handle(ListMentionable query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var people = await Mentionable.For(db, actor, query.ProblemId, ct);
        return new(people, people.Count, false, null);
    }
}

internal static class Mentionable
{
    public static Task<IReadOnlyList<PersonRef>> For(Db db, Actor actor, long problemId, CancellationToken ct) => db.List<PersonRef>("""
        SELECT DISTINCT w.Id, w.Name FROM Person w JOIN PersonRole r ON r.PersonId = w.Id JOIN Problem p ON p.Id = @problemId
        WHERE w.Active = 1 AND w.StakeholderId IS NULL AND w.Id <> @ActorId AND r.Role IN ('Officer', 'Supervisor', 'Analyst', 'Command')
            AND (p.Confidential = 0 OR r.Role IN ('Supervisor', 'Analyst')
                OR w.Id IN (SELECT m.PersonId FROM ProblemMember m WHERE m.ProblemId = @problemId))
        ORDER BY w.Name, w.Id
        """, new { problemId, ActorId = actor.PersonId ?? 0 }, ct);
}

internal static class ListMentionableEndpoint
{
    public static void MapListMentionable(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/mentionable", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListMentionable(id), ct))
        .WithName("ListMentionable").WithSummary("List the people whom a note about a problem can name with @");
}
