using System.Text.Json;
using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>Downloads a released zip file, or its proof. Every download is recorded.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record DownloadRecords(long RequestId, long ReleaseId, bool Proof = false) : ICommand<RecordsDownload>;

public sealed record RecordsDownload(string FileName, string ContentType, byte[] Content);

internal sealed class DownloadRecordsHandler(Db db, Actor actor, ReleaseFiles files, TimeProvider clock)
    : IRequestHandler<DownloadRecords, RecordsDownload>
{
    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    private sealed record Row
    {
        public string Number { get; init; } = "";
        public string StoredAs { get; init; } = "";
        public string Sha256 { get; init; } = "";
        public string Proof { get; init; } = "";
    }

    public async Task<RecordsDownload> Handle(DownloadRecords command, CancellationToken ct)
    {
        var row = await db.Find<Row>("""
            SELECT r.Number, g.StoredAs, g.Sha256, g.Proof FROM RecordsRelease g JOIN RecordsRequest r ON r.Id = g.RequestId
            WHERE g.Id = @ReleaseId AND g.RequestId = @RequestId
            """, command, ct) ?? throw new NotFound();
        var content = command.Proof ? Readable(row.Proof) : await files.Read(row.StoredAs, ct);
        if (!command.Proof && Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)) != row.Sha256)
            throw new Conflict("records.damaged", "The released file was changed after its release. Restore it from a backup.");
        await db.Record(actor, clock.GetUtcNow(), "recordsRequest.downloaded", null, command.RequestId, null, null,
            new { command.ReleaseId, row.Sha256, command.Proof }, ct);
        return command.Proof ? new($"{row.Number}-proof-{command.ReleaseId}.json", "application/json", content)
            : new($"{row.Number}-{command.ReleaseId}.zip", "application/zip", content);
    }

    private static byte[] Readable(string proof) => JsonSerializer.SerializeToUtf8Bytes(
        JsonSerializer.Deserialize<RecordsProof>(proof, Json.Options), Indented);
}

internal static class DownloadRecordsEndpoint
{
    public static void MapDownloadRecords(this RouteGroupBuilder requests)
    {
        requests.MapGet("/{id:long}/releases/{releaseId:long}",
            async (long id, long releaseId, IMediator mediator, CancellationToken ct) =>
            File(await mediator.Send(new DownloadRecords(id, releaseId), ct)))
            .WithName("DownloadRecords").WithSummary("Download released records").Produces<byte[]>(200, "application/zip");
        requests.MapGet("/{id:long}/releases/{releaseId:long}/proof",
            async (long id, long releaseId, IMediator mediator, CancellationToken ct) =>
            File(await mediator.Send(new DownloadRecords(id, releaseId, Proof: true), ct)))
            .WithName("DownloadRecordsProof").WithMetadata(new NeedsAttribute(Permission.ReleaseRecords))
            .WithSummary("Download the proof that nothing withheld is in released records").Produces<RecordsProof>();
    }

    private static IResult File(RecordsDownload file) => Results.Bytes(file.Content, file.ContentType, file.FileName);
}
