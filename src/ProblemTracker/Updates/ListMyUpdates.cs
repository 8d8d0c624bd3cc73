using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Partners;

namespace ProblemTracker.Updates;

/// <summary>What others did and the actor hears of, newest first, as far as they can still see it.</summary>
/// <param name="New">Only those not read yet: the number in the page header.</param>
/// <param name="ProblemId">Only those about this problem.</param>
[Needs(Permission.SignedIn)]
public sealed record ListMyUpdates(bool New = false, long? ProblemId = null, string? After = null, int? Size = null)
    : IQuery<Page<UpdateRow>>, IPaged;

internal sealed class ListMyUpdatesHandler(Actor actor, ListReader lists, IStringLocalizer<OwnerTexts> words)
    : IRequestHandler<ListMyUpdates, Page<UpdateRow>>
{
    private static readonly ListOrder<UpdateSql.Row> Newest = new(descending: true) { { "u.Id", row => row.Id } };

    private static readonly Listing<ListMyUpdates, UpdateSql.Row> Updates = new()
    {
        Columns = UpdateSql.Columns,
        From = UpdateSql.From,
        Names = UpdateSql.Names,
        Filters = new Filters<ListMyUpdates>()
            .Always(reader => $"u.PersonId = @ActorId AND {UpdateSql.VisibleTo(reader.Actor)}")
            .Is(q => (bool?)q.New, only => only ? UpdateSql.IsNew : null)
            .Is(q => q.ProblemId, "u.ProblemId = @ProblemId"),
        Order = _ => Newest,
    };

    public async Task<Page<UpdateRow>> Handle(ListMyUpdates query, CancellationToken ct)
    {
        var toPartner = !actor.Might(Permission.ReadProblems);
        return (await lists.Page(Updates, query, ct)).Select(row => toPartner ? row.ShownToPartner(words) : row.Shown());
    }
}

internal static class ListMyUpdatesEndpoint
{
    public static void MapListMyUpdates(this RouteGroupBuilder updates) => updates
        .MapGet("/", ([AsParameters] ListMyUpdates query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListMyUpdates").WithSummary("List what others did that you hear of, newest first");
}
