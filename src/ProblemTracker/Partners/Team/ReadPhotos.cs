using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>A photo, for the partner whose conversation contains it.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record ReadPartnerPhoto(long ActionId, long PhotoId) : IQuery<PhotoFile>;

/// <summary>A photo, for anyone who can view the problem.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadActionPhoto(long ActionId, long PhotoId) : IQuery<PhotoFile>;

/// <summary>A JPEG.</summary>
public sealed record PhotoFile
{
    public byte[] Content { get; init; } = [];
    public long ProblemId { get; init; }

    /// <summary>Sets response headers so that browsers don't store the photo and treat it only as a picture.</summary>
    public static void Guard(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = "inline";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}

internal sealed class ReadPhotosHandler(Db db, Actor actor)
    : IRequestHandler<ReadPartnerPhoto, PhotoFile>, IRequestHandler<ReadActionPhoto, PhotoFile>
{
    public async Task<PhotoFile> Handle(ReadPartnerPhoto query, CancellationToken ct) => await db.Find<PhotoFile>($"""
        SELECT f.Content, a.ProblemId FROM ActionPhoto f JOIN ProblemAction a ON a.Id = f.ActionId AND a.OwnerAttachmentId = f.AttachmentId
            JOIN Problem p ON p.Id = a.ProblemId
        WHERE f.Id = @PhotoId AND f.ActionId = @ActionId AND {PartnerSql.VisibleTo} AND {PartnerSql.OwnedBy}
        """, new { query.PhotoId, query.ActionId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();

    public async Task<PhotoFile> Handle(ReadActionPhoto query, CancellationToken ct) => await db.Find<PhotoFile>($"""
        SELECT f.Content, a.ProblemId FROM ActionPhoto f JOIN ProblemAction a ON a.Id = f.ActionId JOIN Problem p ON p.Id = a.ProblemId
        WHERE f.Id = @PhotoId AND f.ActionId = @ActionId AND {ProblemSql.VisibleTo(actor)}
        """, new { query.PhotoId, query.ActionId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
}

internal static class ReadPhotosEndpoint
{
    public static void MapReadPartnerPhoto(this RouteGroupBuilder partner) => partner
        .MapGet("/actions/{id:long}/photos/{photoId:long}",
            async (long id, long photoId, HttpResponse response, IMediator mediator, CancellationToken ct) =>
            Download(await mediator.Send(new ReadPartnerPhoto(id, photoId), ct), response))
        .WithName("ReadPartnerPhoto").WithSummary("Read a photo of one of your actions").Produces<byte[]>(200, "image/jpeg");

    public static void MapReadActionPhoto(this RouteGroupBuilder actions) => actions
        .MapGet("/{id:long}/photos/{photoId:long}",
            async (long id, long photoId, HttpResponse response, IMediator mediator, CancellationToken ct) =>
            Download(await mediator.Send(new ReadActionPhoto(id, photoId), ct), response))
        .WithName("ReadActionPhoto").WithSummary("Read a photo that an action's owner attached").Produces<byte[]>(200, "image/jpeg");

    private static IResult Download(PhotoFile photo, HttpResponse response)
    {
        PhotoFile.Guard(response);
        return Results.Bytes(photo.Content, "image/jpeg");
    }
}
