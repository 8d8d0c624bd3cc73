using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>
/// Keeps a file of incidents or neighborhoods until it is said how to read it. The same file of the same person that waits already is not
/// kept twice. It is no <see cref="ICommand{T}"/>: the file is written before the one transaction that makes it known, so that a slow line
/// keeps nobody waiting.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed. Null where none was sent.</param>
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
        RuleFor(c => c.FileName).NotEmpty().WithMessage("Say what the file is called.").MaximumLength(LongestName)
            .Must(name => !name.Any(char.IsControl)).WithMessage("A name holds no control characters.").When(c => c.Content is not null);
    }
}

internal sealed class UploadImportHandler(Db db, Actor actor, Uploads uploads, TimeProvider clock)
    : IRequestHandler<UploadImport, ImportUploaded>
{
    public async Task<ImportUploaded> Handle(UploadImport message, CancellationToken ct)
    {
        ImportSql.Demand(actor, message.Kind);
        // Browsers of long ago sent the whole path.
        var fileName = message.FileName[(message.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        var stored = await uploads.Store(message.Content!, ct);
        try
        {
            await MustBeReadable(message.Kind, fileName, stored, ct);
            var (id, isNew) = await db.Write(() => Keep(message.Kind, fileName, stored, ct), ct);
            if (!isNew) uploads.Forget(stored.StoredAs);
            return new(id);
        }
        catch
        {
            uploads.Forget(stored.StoredAs);
            throw;
        }
    }

    /// <summary>What is no table and no map is refused while the one who sent it is still looking.</summary>
    private async Task MustBeReadable(ImportKind kind, string fileName, StoredUpload stored, CancellationToken ct)
    {
        await using var content = uploads.Open(stored.StoredAs);
        if (kind == ImportKind.Incidents)
        {
            await IncidentFile.Open(content, fileName, null, ct);
            return;
        }
        var (_, format) = await FileContent.Sniff(await FileContent.Unpack(content, fileName, ct), ct);
        if (FileContent.Objection(format, fileName) is { } objection) throw new Invalid("file", objection);
        if (format != FileFormat.Json)
            throw new Invalid("file",
                $"{fileName} is not GeoJSON but a table of text. Neighborhoods come as a GeoJSON FeatureCollection of polygons.");
    }

    private async Task<(long Id, bool IsNew)> Keep(ImportKind kind, string fileName, StoredUpload stored, CancellationToken ct)
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
            """, row, ct) is { } known) return (known, false);
        var id = await db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, State, StartedAt, LeaseUntil, PersonId, StoredAs, FileHash, FileBytes)
            VALUES (@Kind, @fileName, 'Uploaded', @Now, @Real, @PersonId, @StoredAs, @Hash, @Bytes)
            """, row, ct);
        await db.Record(actor, row.Now, "import.uploaded", null, id, null, null, new { Kind = kind, fileName, stored.Bytes }, ct);
        return (id, true);
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
        .WithSummary(
            "Upload a file of incidents (CSV, TSV or GeoJSON, plain or gzipped) or neighborhoods (GeoJSON); the body is the file itself: "
                + "curl --data-binary @FILE, at most 512 MB");
}
