using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Takes over the neighborhoods of a GeoJSON file, all or none. One whose name is known (case, accents and spacing aside) gets the file's
/// boundary; those that the file does not name stay. Then every incident is put into the neighborhood it now lies in.
/// It is no <see cref="ICommand{T}"/>: the file is read before the one transaction that writes it, so that a large one keeps nobody waiting.
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

internal sealed class ImportNeighborhoodsHandler(Db db, Actor actor, Incidents.IncidentPlacement placement, TimeProvider clock)
    : IRequestHandler<ImportNeighborhoods, NeighborhoodsImported>
{
    private sealed record Known
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string NameKey { get; init; } = "";
        public string? Boundary { get; init; }
    }

    public async Task<NeighborhoodsImported> Handle(ImportNeighborhoods message, CancellationToken ct)
    {
        var boundaries = await BoundaryFile.Read(message.Content, message.NameProperty, ct);
        var result = await db.Write(() => Save(message.FileName, boundaries, ct), ct);
        // Also when nothing changed: an earlier run may have been interrupted after its boundaries were saved.
        return result with { Moved = await placement.Refresh(ct) };
    }

    private async Task<NeighborhoodsImported> Save(string fileName, IReadOnlyList<NamedBoundary> boundaries, CancellationToken ct)
    {
        var known = (await db.List<Known>("SELECT Id, Name, NameKey, Boundary FROM Neighborhood", null, ct)).ToDictionary(n => n.NameKey);
        List<string> added = [], changed = [];
        foreach (var wanted in boundaries)
            if (!known.TryGetValue(wanted.Key, out var present))
            {
                await db.Execute("INSERT INTO Neighborhood (Name, NameKey, Boundary) VALUES (@Name, @Key, @Boundary)", wanted, ct);
                added.Add(wanted.Name);
            }
            else if (present.Boundary != wanted.Boundary || present.Name != wanted.Name)
            {
                await db.Execute("UPDATE Neighborhood SET Name = @Name, Boundary = @Boundary, Version = Version + 1 WHERE Id = @Id",
                    new { wanted.Name, wanted.Boundary, present.Id }, ct);
                changed.Add(wanted.Name);
            }
        if (added.Count + changed.Count > 0)
            await db.Record(actor, clock.GetUtcNow(), "neighborhoods.imported", null, fileName, null, null, new { Added = added, Changed = changed }, ct);
        return new(boundaries.Count, added.Count, changed.Count, boundaries.Count - added.Count - changed.Count, 0);
    }
}
