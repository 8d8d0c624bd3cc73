using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Deletes the actor's own saved filter, also for the people it was shared with.</summary>
[Needs(Permission.ReadProblems)]
public sealed record DeleteSavedFilter(long FilterId, int Version) : ICommand<Done>;

internal sealed class DeleteSavedFilterHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<DeleteSavedFilter, Done>
{
    public async Task<Done> Handle(DeleteSavedFilter command, CancellationToken ct)
    {
        var before = await SavedFilterSql.FindMine(db, actor, command.FilterId, command.Version, ct);
        if (await db.Execute("DELETE FROM SavedFilter WHERE Id = @FilterId AND Version = @Version", command, ct) == 0)
            throw new Stale(before.Version + 1);
        await db.Record(actor, clock.GetUtcNow(), "filter.deleted", null, command.FilterId, null, before, null, ct);
        return Done.Instance;
    }
}

internal static class DeleteSavedFilterEndpoint
{
    public static void MapDeleteSavedFilter(this RouteGroupBuilder incidents) => incidents
        .MapDelete("/filters/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteSavedFilter(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteSavedFilter").WithSummary("Delete your saved filter");
}
