using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Takes over the neighborhoods of a GeoJSON file, all or none. One whose name is known (case, accents and spacing aside) gets the file's
/// boundary; those that the file does not name stay. Then every incident is put into the neighborhood it now lies in.
/// It is no <see cref="ICommand{T}"/>: the file is read before the one transaction that writes it, so that a large one keeps nobody
/// waiting.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="NameProperty">The property of each feature that holds its name.</param>
[Needs(Permission.Administer)]
public sealed record ImportNeighborhoods(string FileName, Stream Content, string NameProperty = "name") : IRequest<NeighborhoodsImported>;

/// <param name="Moved">Incidents that now lie in another neighborhood than before, or in none.</param>
public sealed record NeighborhoodsImported(int Read, int Added, int Changed, int Unchanged, int Moved);

internal sealed class ImportNeighborhoodsValidator : AbstractValidator<ImportNeighborhoods>
{
    public ImportNeighborhoodsValidator() =>
        RuleFor(c => c.NameProperty).NotEmpty().WithMessage("Say which property of the features holds the name.");
}

internal sealed class ImportNeighborhoodsHandler(Db db, BoundarySave boundaries, BoundariesChanged boundariesChanged)
    : IRequestHandler<ImportNeighborhoods, NeighborhoodsImported>
{
    public async Task<NeighborhoodsImported> Handle(ImportNeighborhoods message, CancellationToken ct)
    {
        var read = await BoundaryFile.Read(message.Content, message.NameProperty, ct);
        var result = await db.Write(() => boundaries.Save(message.FileName, read, ct), ct);
        // Also when nothing changed: an earlier run may have been interrupted after its boundaries were saved.
        return result with { Moved = await boundariesChanged(ct) };
    }
}
