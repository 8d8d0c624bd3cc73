using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>A photo of a concern.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadConcernPhoto(long ConcernId, long PhotoId) : IQuery<ConcernPhotoFile>;

internal sealed class ReadConcernPhotoHandler(Db db, Actor actor) : IRequestHandler<ReadConcernPhoto, ConcernPhotoFile>
{
    public async Task<ConcernPhotoFile> Handle(ReadConcernPhoto query, CancellationToken ct) => await db.Find<ConcernPhotoFile>($"""
        SELECT f.Content FROM ConcernPhoto f JOIN Concern c ON c.Id = f.ConcernId
        WHERE f.Id = @PhotoId AND f.ConcernId = @ConcernId AND {ConcernSql.VisibleTo(actor)}
        """, new { query.PhotoId, query.ConcernId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
}

internal static class ReadConcernPhotoEndpoint
{
    public static void MapReadConcernPhoto(this RouteGroupBuilder concerns) => concerns
        .MapGet("/{id:long}/photos/{photoId:long}", async (long id, long photoId, IMediator mediator, CancellationToken ct) =>
            TypedResults.File((await mediator.Send(new ReadConcernPhoto(id, photoId), ct)).Content, "image/jpeg"))
        .WithName("ReadConcernPhoto").WithSummary("Read a photo of a concern").Produces<byte[]>(200, "image/jpeg");
}
