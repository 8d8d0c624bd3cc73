using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Maps;

/// <summary>
/// Replaces the streets that maps show by those of a GeoJSON file or a zipped shapefile, all or none. Not an <see cref="ICommand{T}"/>,
/// because the file is read before the transaction that writes it, so that a large file blocks no other writer.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="NameProperty">The property of each feature that contains the street's name.</param>
/// <param name="Projection">Number or name of the file's projection; null leaves it to the file.</param>
[Needs(Permission.Administer)]
public sealed record ImportStreets(string FileName, Stream Content, string NameProperty = "name", string? Projection = null)
    : IRequest<StreetsImported>
{
    /// <summary>Bytes of an uploaded file.</summary>
    public const long LargestUpload = 64 * 1024 * 1024;
}

/// <param name="Read">Features in the file.</param>
/// <param name="Streets">Streets that maps now show: features with the same name are one.</param>
public sealed record StreetsImported(int Read, int Streets);

internal sealed class ImportStreetsValidator : AbstractValidator<ImportStreets>
{
    public ImportStreetsValidator() =>
        RuleFor(c => c.NameProperty).NotEmpty().WithMessage("Enter the column with the street names.");
}

internal sealed class ImportStreetsHandler(Db db, Actor actor, NeighborhoodMap neighborhoods, TimeProvider clock)
    : IRequestHandler<ImportStreets, StreetsImported>
{
    public async Task<StreetsImported> Handle(ImportStreets message, CancellationToken ct)
    {
        var (features, streets) = await StreetFile.Read(message.Content, message.FileName, message.NameProperty, message.Projection,
            () => neighborhoods.Extent(db, ct), ct);
        return await db.Write(async () =>
        {
            await StreetSql.Replace(db, streets, ct);
            await db.Record(actor, clock.GetUtcNow(), "streets.imported", null, message.FileName, null, null,
                new { Streets = streets.Count }, ct);
            return new StreetsImported(features, streets.Count);
        }, ct);
    }
}

/// <summary>SQL of streets.</summary>
internal static class StreetSql
{
    public static async Task Replace(Db db, IReadOnlyList<StreetLine> streets, CancellationToken ct)
    {
        await db.Execute("DELETE FROM Street", null, ct);
        await db.Execute("INSERT INTO Street (Name, Line) VALUES (@Name, @Line)", streets, ct);
        // Tells other processes to read the streets again.
        await SettingSql.Put(db, SettingNames.Streets, $"{Guid.NewGuid():N}", ct);
    }
}

internal static class ImportStreetsEndpoint
{
    public static void MapImportStreets(this RouteGroupBuilder maps) => maps
        .MapPost("/streets", async (HttpRequest request, string? fileName, string? nameProperty, string? projection, IMediator mediator,
            CancellationToken ct) =>
            await mediator.Send(new ImportStreets(fileName ?? "streets.geojson", request.Body, nameProperty ?? "name", projection), ct))
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ImportStreets.LargestUpload))
        .WithName("ImportStreets")
        .WithSummary("Replace the streets of all maps; the body is the file itself: GeoJSON lines or a zipped shapefile, at most 64 MB");
}
