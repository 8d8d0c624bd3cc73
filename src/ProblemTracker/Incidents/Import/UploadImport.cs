using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Stores a file of incidents or neighborhoods until its import is started. If the same person already uploaded the same file and has not
/// started it, returns that upload. Not an <see cref="ICommand{T}"/>: the file is written before the transaction that records it, so that a
/// slow upload blocks no other writer.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed. Null if none was sent.</param>
[Needs(Permission.Import)]
public sealed record UploadImport(ImportKind Kind, string FileName, Stream? Content) : IRequest<ImportUploaded>;

public sealed record ImportUploaded(long Id);

internal sealed class UploadImportValidator : AbstractValidator<UploadImport>
{
    private const int LongestName = 200;

    public UploadImportValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Content).NotNull().OverridePropertyName("file").WithMessage("Choose a file.");
        RuleFor(c => c.FileName).NotEmpty().WithMessage("Send the file's name as fileName.").MaximumLength(LongestName)
            .Must(name => !name.Any(char.IsControl)).WithMessage("The file name contains control characters. Rename the file.")
            .When(c => c.Content is not null);
    }
}

internal sealed class UploadImportHandler(
    Db db, Actor actor, Uploads uploads, RequestKey key, KeyedRequests keyed, TimeProvider clock)
    : IRequestHandler<UploadImport, ImportUploaded>
{
    /// <param name="IsNew">Whether the file is kept for it.</param>
    private sealed record Kept(long Id, bool IsNew);

    public async Task<ImportUploaded> Handle(UploadImport message, CancellationToken ct)
    {
        ImportSql.Demand(actor, message.Kind);
        // Old browsers send the whole path.
        var fileName = message.FileName[(message.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        var stored = await uploads.Store(message.Content!, ct);
        try
        {
            await MustBeReadable(message.Kind, fileName, stored, ct);
            var needsFile = false;
            var kept = await Write(stored, async () =>
            {
                var found = await Keep(message.Kind, fileName, stored, ct);
                needsFile = found.IsNew;
                return found;
            }, ct);
            if (!needsFile) uploads.Forget(stored.StoredAs);
            return new(kept.Id);
        }
        catch
        {
            uploads.Forget(stored.StoredAs);
            throw;
        }
    }

    /// <summary>
    /// Runs the work in one transaction; for a program that gave an idempotency key, only once. A person who discards a file, goes back and
    /// sends it again wants a new import, although the page's form has the same key.
    /// </summary>
    private Task<Kept> Write(StoredUpload stored, Func<Task<Kept>> work, CancellationToken ct) =>
        key.IsGiven && key.Route.StartsWith("/api/", StringComparison.Ordinal)
            ? keyed.Write(new(nameof(UploadImport), Content: stored.Hash), work, ct) : db.Write(work, ct);

    /// <summary>Rejects unreadable files at upload, so that the person sees the error immediately.</summary>
    private async Task MustBeReadable(ImportKind kind, string fileName, StoredUpload stored, CancellationToken ct)
    {
        await using var content = uploads.Open(stored.StoredAs);
        if (kind != ImportKind.Neighborhoods)
        {
            using var rows = await IncidentFile.Open(content, fileName, null, ct);
            return;
        }
        var opened = await FileContent.Open(content, fileName, ct);
        await opened.Stream.DisposeAsync();
        if (FeatureFile.Objection(opened, ShapeKind.Polygons) is { } objection) throw new Invalid("file", objection);
    }

    private async Task<Kept> Keep(ImportKind kind, string fileName, StoredUpload stored, CancellationToken ct)
    {
        var row = new
        {
            Kind = kind.ToString(),
            fileName,
            stored.StoredAs,
            stored.Bytes,
            stored.Hash,
            actor.PersonId,
            Now = clock.GetUtcNow(),
            Real = ImportRuns.RealTime.GetUtcNow(),
        };
        if (await db.Find<long?>("""
            SELECT MIN(Id) FROM ImportRun WHERE FinishedAt IS NULL AND State = 'Uploaded' AND FileHash = @Hash AND Kind = @Kind
                AND FileName = @fileName AND PersonId = @PersonId
            """, row, ct) is { } known) return new(known, false);
        var id = await db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, State, StartedAt, LeaseUntil, PersonId, StoredAs, FileHash, FileBytes)
            VALUES (@Kind, @fileName, 'Uploaded', @Now, @Real, @PersonId, @StoredAs, @Hash, @Bytes)
            """, row, ct);
        await db.Record(actor, row.Now, "import.uploaded", null, id, null, null, new { Kind = kind, fileName, stored.Bytes }, ct);
        return new(id, true);
    }
}

internal static class UploadImportEndpoint
{
    public static void MapUploadImport(this RouteGroupBuilder imports) => imports
        .MapPost("/", async (ImportKind? kind, string? fileName, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(new UploadImport(kind ?? ImportKind.Incidents, fileName ?? "", request.Body), ct);
            return TypedResults.Created($"/api/v1/imports/{made.Id}", made);
        })
        .WithMetadata(new RequestSizeLimitAttribute(Uploads.LargestRequest))
        .WithName("UploadImport")
        .WithSummary("Upload a file of incidents, calls or shifts (CSV, TSV, Excel, GeoJSON, JSON rows or a zipped shapefile) or "
            + "neighborhoods (GeoJSON or a zipped shapefile), at most 512 MB; the body is the file itself: curl --data-binary @FILE");
}
