using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Deletes the actor's own saved view, also for the people it was shared with.</summary>
[Needs(Permission.ReadProblems)]
public sealed record DeleteView(long ViewId, int Version) : ICommand<Done>;

internal sealed class DeleteViewHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<DeleteView, Done>
{
    public async Task<Done> Handle(DeleteView command, CancellationToken ct)
    {
        var before = await SavedViewSql.Find(db, actor, command.ViewId, ct);
        if (!before.IsMine) throw new Forbidden($"Only {before.By}, who created this view, can delete it.");
        if (await db.Execute("DELETE FROM SavedView WHERE Id = @ViewId AND Version = @Version", command, ct) == 0)
            throw new Stale(before.Version);
        await db.Record(actor, clock.GetUtcNow(), "view.deleted", null, command.ViewId, null, new { before.Name, before.Shared }, null, ct);
        return Done.Instance;
    }
}

internal static class DeleteViewEndpoint
{
    public static void MapDeleteView(this RouteGroupBuilder views) => views
        .MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteView(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteView").WithSummary("Delete your saved view");
}
