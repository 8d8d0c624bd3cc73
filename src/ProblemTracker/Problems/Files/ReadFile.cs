using MediatR;
using Microsoft.Net.Http.Headers;
using ProblemTracker.Files;

namespace ProblemTracker.Problems;

/// <summary>What is known of a file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadFile(long FileId) : IQuery<FileDetails>;

/// <summary>A file's content, or the small picture of a photo.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadFileContent(long FileId, bool Small = false) : IQuery<FileContents>;

/// <param name="Content">The caller disposes it.</param>
public sealed record FileContents(long ProblemId, string Name, FileKind Kind, Stream Content) : IResult
{
    /// <summary>
    /// Sends it so that no browser treats it as anything but a picture, which we encoded, or a download: documents come from outside.
    /// </summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue(Kind == FileKind.Picture ? "inline" : "attachment");
        disposition.SetHttpFileName(Name);
        headers.ContentDisposition = disposition.ToString();
        SecurityHeaders.Sandbox(httpContext);
        return Results.Stream(Content, DocumentContent.MediaType(Kind)).ExecuteAsync(httpContext);
    }
}

internal sealed class ReadFileHandler(Db db, Actor actor, StoredFiles stored)
    : IRequestHandler<ReadFile, FileDetails>, IRequestHandler<ReadFileContent, FileContents>
{
    private sealed record Row
    {
        public long ProblemId { get; init; }
        public string Name { get; init; } = "";
        public FileKind Kind { get; init; }
        public string StoredAs { get; init; } = "";
    }

    public Task<FileDetails> Handle(ReadFile query, CancellationToken ct) => FileSql.Find(db, actor, query.FileId, ct);

    public async Task<FileContents> Handle(ReadFileContent query, CancellationToken ct)
    {
        var row = await db.Find<Row>($"""
            SELECT f.ProblemId, f.Name, f.Kind, f.StoredAs FROM ProblemFile f JOIN Problem p ON p.Id = f.ProblemId
            WHERE f.Id = @FileId AND {ProblemSql.VisibleTo(actor)}
            """, new { query.FileId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        // Documents have no small picture.
        if (query.Small && row.Kind != FileKind.Picture) throw new NotFound();
        return new(row.ProblemId, row.Name, row.Kind, stored.Open(row.StoredAs, query.Small));
    }
}

internal static class ReadFileEndpoint
{
    public static void MapReadFile(this RouteGroupBuilder files) => files
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadFile(id), ct))
        .WithName("ReadFile").WithSummary("Read what is known of a file");

    public static void MapReadFileContent(this RouteGroupBuilder files) => files
        .MapGet("/{id:long}/content", (long id, bool? small, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadFileContent(id, small ?? false), ct))
        .WithName("ReadFileContent").WithSummary("Download a file; small=true gives the small picture of a photo")
        .Produces<byte[]>(200, "image/jpeg");
}
