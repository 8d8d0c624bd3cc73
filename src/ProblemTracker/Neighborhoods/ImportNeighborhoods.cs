using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Imports the neighborhoods of a GeoJSON file or a zipped shapefile, all or none. A neighborhood with the same name (ignoring case,
/// accents and spacing) gets the file's boundary; neighborhoods not in the file stay as they are. Then every incident is assigned to its
/// neighborhood again. Not an <see cref="ICommand{T}"/>, because the file is read before the transaction that writes it, so that a large
/// file blocks no other writer.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="NameProperty">The property of each feature that contains its name.</param>
/// <param name="Projection">Number or name of the file's projection; null leaves it to the file.</param>
[Needs(Permission.Administer)]
public sealed record ImportNeighborhoods(string FileName, Stream Content, string NameProperty = "name", string? Projection = null)
    : IRequest<NeighborhoodsImported>;

/// <param name="Moved">Incidents that are now in a different neighborhood, or in none.</param>
public sealed record NeighborhoodsImported(int Read, int Added, int Changed, int Unchanged, int Moved)
{
    /// <summary>What was mended, joined and left out; null if nothing was.</summary>
    public BoundaryCheck? Check { get; init; }
}

internal sealed class ImportNeighborhoodsValidator : AbstractValidator<ImportNeighborhoods>
{
    public ImportNeighborhoodsValidator() =>
        RuleFor(c => c.NameProperty).NotEmpty().WithMessage("Enter the property that contains the neighborhood's name.");
}

internal sealed class ImportNeighborhoodsHandler(Db db, BoundarySave boundaries, BoundariesChanged boundariesChanged)
    : IRequestHandler<ImportNeighborhoods, NeighborhoodsImported>
{
    public async Task<NeighborhoodsImported> Handle(ImportNeighborhoods message, CancellationToken ct)
    {
        var read = await BoundaryFile.Read(message.Content, message.FileName, message.NameProperty, message.Projection,
            () => CityExtent.Read(db, ct), ct);
        var result = await db.Write(() => boundaries.Save(message.FileName, read.Boundaries, ct), ct);
        // Reassign even if no boundary changed: an earlier run may have stopped after saving its boundaries.
        return result with { Moved = await boundariesChanged(ct), Check = read.Check.Says ? read.Check : null };
    }
}
