using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>A person's open sessions, most recent first. Administrators can see anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record ListSessions(long PersonId) : IQuery<Page<SessionDetails>>;

public sealed record SessionDetails
{
    public long Id { get; init; }
    /// <summary>What the browser said it is; null if it said nothing.</summary>
    public string? Device { get; init; }
    /// <summary>The address from which the person signed in.</summary>
    public string Origin { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>The last request, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }
    /// <summary>Whether this request belongs to the session.</summary>
    public bool IsThis { get; init; }
}

internal sealed class ListSessionsHandler(Db db, Actor actor) : IRequestHandler<ListSessions, Page<SessionDetails>>
{
    public async Task<Page<SessionDetails>> Handle(ListSessions query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        var times = Sessions.Times();
        var rows = await db.List<SessionDetails>($"""
            SELECT s.Id, s.Device, s.Origin, s.CreatedAt, s.LastSeenAt, IIF(s.Id = @Current, 1, 0) AS IsThis FROM Session s
            WHERE s.PersonId = @PersonId AND {Sessions.IsOpen} ORDER BY s.LastSeenAt DESC, s.Id DESC
            """, new { query.PersonId, times.IdleSince, times.Oldest, Current = actor.SessionId ?? 0 }, ct);
        return new(rows, rows.Count, false, null);
    }
}

internal static class AccountAccess
{
    /// <exception cref="Forbidden">The account is someone else's, and the actor is not an administrator.</exception>
    /// <exception cref="NotFound">There is no such account.</exception>
    public static async Task MustBeOwnOrAdministrator(Db db, Actor actor, long personId, CancellationToken ct)
    {
        if (actor.PersonId == personId) return;
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        if (await Account.Find(db, personId, ct) is null) throw new NotFound();
    }
}

internal static class ListSessionsEndpoint
{
    public static void MapListSessions(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/sessions", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListSessions(id), ct))
        .WithName("ListSessions").WithSummary("List the browsers in which you or, for administrators, someone else is signed in");
}
