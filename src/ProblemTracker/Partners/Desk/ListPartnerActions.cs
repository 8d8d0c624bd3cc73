using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>
/// The partner's planned actions of open problems by due date, those without a due date last. Not paged, since no partner has more than a
/// page of them.
/// </summary>
[Needs(Permission.ActAsPartner)]
public sealed record ListPartnerActions : IQuery<Page<PartnerAction>>;

internal sealed class ListPartnerActionsHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ListPartnerActions, Page<PartnerAction>>
{
    public async Task<Page<PartnerAction>> Handle(ListPartnerActions query, CancellationToken ct)
    {
        var rows = await db.List<PartnerAction>($"""
            {PartnerSql.Actions} WHERE a.Status = 'Planned' AND p.Stage <> 'Closed' AND {PartnerSql.OwnedBy} AND {PartnerSql.VisibleTo}
            ORDER BY IIF(a.DueOn IS NULL, 1, 0), a.DueOn, a.Id {db.Dialect.First("@Most")}
            """, new { ActorId = actor.PersonId, Today = await agency.Today(ct), Most = Page.LargestSize }, ct);
        return new(rows, rows.Count, rows.Count == Page.LargestSize, null);
    }
}

internal static class ListPartnerActionsEndpoint
{
    public static void MapListPartnerActions(this RouteGroupBuilder partner) => partner
        .MapGet("/actions", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListPartnerActions(), ct))
        .WithName("ListPartnerActions").WithSummary("List your planned actions by due date");
}
