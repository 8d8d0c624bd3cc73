using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Deletes a saved map. Imports that used it keep a copy.</summary>
[Needs(Permission.Import)]
public sealed record DeleteMap(long MapId) : ICommand<Done>;

internal sealed class DeleteMapHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<DeleteMap, Done>
{
    public async Task<Done> Handle(DeleteMap command, CancellationToken ct)
    {
        var name = await db.Find<string>("SELECT Name FROM SavedMap WHERE Id = @MapId", command, ct) ?? throw new NotFound();
        await db.Execute("DELETE FROM SavedMap WHERE Id = @MapId", command, ct);
        await db.Record(actor, clock.GetUtcNow(), "import.mapDeleted", null, name, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class DeleteMapEndpoint
{
    public static void MapDeleteMap(this RouteGroupBuilder imports) => imports
        .MapDelete("/maps/{id:long}", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteMap(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteMap").WithSummary("Delete a saved map");
}
