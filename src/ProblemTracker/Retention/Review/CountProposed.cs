using MediatR;

namespace ProblemTracker.Retention;

/// <summary>Purges that others proposed and the actor can approve, by kind of record.</summary>
[Needs(Permission.ManageRetention)]
public sealed record CountProposed : IQuery<ProposedCounts>;

public sealed record ProposedCounts(IReadOnlyList<ProposedCount> Kinds);

/// <param name="Name">The kind in the plural, such as "Closed problems".</param>
public sealed record ProposedCount(string Code, string Name, int Count);

internal sealed class CountProposedHandler(Db db, Actor actor, Schedules schedules) : IRequestHandler<CountProposed, ProposedCounts>
{
    private sealed record Row
    {
        public string Kind { get; init; } = "";
        public int Count { get; init; }
    }

    public async Task<ProposedCounts> Handle(CountProposed query, CancellationToken ct)
    {
        var rows = await db.List<Row>("""
            SELECT d.Kind, COUNT(*) AS Count FROM RetentionDecision d
            WHERE d.State = 'Proposed' AND COALESCE(d.ProposedBy, 0) <> @PersonId GROUP BY d.Kind
            """, new { PersonId = actor.PersonId ?? 0 }, ct);
        return new([.. schedules.Kinds.Join(rows, kind => kind.Code, row => row.Kind,
            (kind, row) => new ProposedCount(kind.Code, kind.Name, row.Count))]);
    }
}

internal static class CountProposedEndpoint
{
    public static void MapCountProposed(this RouteGroupBuilder retention) => retention
        .MapGet("/proposed", (IMediator mediator, CancellationToken ct) => mediator.Send(new CountProposed(), ct))
        .WithName("CountProposed").WithSummary("Count the purges that wait for your approval");
}
