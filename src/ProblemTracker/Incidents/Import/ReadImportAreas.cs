using System.Text.Json;
using MediatR;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// What a finished import of boundaries changed, for drawing over the present neighborhoods: the areas of the neighborhoods as they are
/// now, and what lies in two at once. Without those that were removed since.
/// </summary>
[Needs(Permission.Import)]
public sealed record ReadImportAreas(long ImportId) : IQuery<ImportAreas>;

/// <param name="Areas">Simplified; none for imports of incidents, and for those that have not finished or were undone.</param>
public sealed record ImportAreas(IReadOnlyList<ImportArea> Areas);

/// <param name="Name">The neighborhood's name; of an area in two, both names.</param>
/// <param name="NeighborhoodId">Null for an area in two.</param>
/// <param name="Shape">A GeoJSON Polygon or MultiPolygon in WGS84.</param>
public sealed record ImportArea(DrawnKind Kind, string Name, long? NeighborhoodId, JsonElement Shape);

internal sealed class ReadImportAreasHandler(Db db, NeighborhoodMap neighborhoods) : IRequestHandler<ReadImportAreas, ImportAreas>
{
    private sealed record Place
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
    }

    public async Task<ImportAreas> Handle(ReadImportAreas query, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, query.ImportId, ct);
        if (import is not { Kind: ImportKind.Neighborhoods, State: ImportState.Finished }
            || SavedBoundaries.Read(await db.Find<string>("SELECT Outcome FROM ImportRun WHERE Id = @ImportId", query, ct))
                is not { } saved) return new([]);
        var stretches = (await neighborhoods.Current(db, ct)).Stretches.ToList();
        var names = (await db.List<Place>("SELECT Id, Name FROM Neighborhood", null, ct))
            .ToDictionary(place => place.Id, place => place.Name);
        List<(DrawnKind Kind, long Id, BoundaryStretch Stretch)> own =
            [.. Last(saved.Added, DrawnKind.New), .. Last(saved.Changed, DrawnKind.Changed), .. Last(saved.Ended, DrawnKind.Ended)];
        var shapes = OutlineMap.Drawn([.. own.Select(place => place.Stretch.Shape)]);
        var both = Both([.. own.Where(place => place.Kind != DrawnKind.Ended).Select(place => place.Stretch)], stretches);
        var shared = OutlineMap.Drawn([.. both.Select(pair => Overlaps.Within(pair.One.Shape, pair.Other.Shape))]);
        return new([.. own.Zip(shapes, (place, shape) => new ImportArea(place.Kind, names[place.Id], place.Id, shape)),
            .. both.Zip(shared, (pair, shape) => new ImportArea(DrawnKind.Both,
                $"{names[pair.One.NeighborhoodId]} and {names[pair.Other.NeighborhoodId]}", null, shape))]);

        IEnumerable<(DrawnKind, long, BoundaryStretch)> Last(IReadOnlyList<OutcomePlace> places, DrawnKind kind) => places
            .Select(place => stretches.Where(stretch => stretch.NeighborhoodId == place.Id).MaxBy(stretch => stretch.Last))
            .OfType<BoundaryStretch>().Select(stretch => (kind, stretch.NeighborhoodId, stretch));
    }

    /// <summary>The pairs of boundaries that lie over each other on a day, of which the import set one.</summary>
    private static List<(BoundaryStretch One, BoundaryStretch Other)> Both(IReadOnlyList<BoundaryStretch> own,
        List<BoundaryStretch> all)
    {
        var found = new List<(BoundaryStretch One, BoundaryStretch Other)>();
        foreach (var one in own)
            found.AddRange(all.Where(other => other.NeighborhoodId != one.NeighborhoodId
                    && other.First <= one.Last && one.First <= other.Last
                    && !found.Exists(pair => pair.One == other && pair.Other == one) && Overlaps.Shared(one.Shape, other.Shape) > 0)
                .Select(other => (one, other)));
        return found;
    }
}

internal static class ReadImportAreasEndpoint
{
    public static void MapReadImportAreas(this RouteGroupBuilder imports) => imports
        .MapGet("/{id:long}/areas", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadImportAreas(id), ct))
        .WithName("ReadImportAreas").WithSummary("Read the areas that an import of boundaries added, changed and ended, for drawing");
}
