using System.Text.Json;
using MediatR;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// What a finished import of boundaries changed, for drawing over the present neighborhoods: the areas that it brought and ended, also if
/// they have changed since, and what lay in two at once then.
/// </summary>
[Needs(Permission.Import)]
public sealed record ReadImportAreas(long ImportId) : IQuery<ImportAreas>;

/// <param name="Areas">Simplified; none for imports of incidents, and for those that have not finished or were undone.</param>
public sealed record ImportAreas(IReadOnlyList<ImportArea> Areas)
{
    /// <summary>
    /// Whether the import ran before its areas were kept: then they are those of its neighborhoods today, and not what lies in two.
    /// </summary>
    public bool AreOfToday { get; init; }
}

/// <param name="Name">The neighborhood's name then; of an area in two, both names.</param>
/// <param name="NeighborhoodId">Null for an area in two, and for a neighborhood that was removed since.</param>
/// <param name="Shape">A GeoJSON Polygon or MultiPolygon in WGS84.</param>
public sealed record ImportArea(DrawnKind Kind, string Name, long? NeighborhoodId, JsonElement Shape)
{
    /// <summary>Whether the neighborhood got another boundary, another last day or was removed since.</summary>
    public bool HasChanged { get; init; }
}

internal sealed class ReadImportAreasHandler(Db db, NeighborhoodMap neighborhoods) : IRequestHandler<ReadImportAreas, ImportAreas>
{
    private sealed record Place
    {
        public long Id { get; init; }
        public string? Boundary { get; init; }
        public DateOnly? LastDay { get; init; }
    }

    public async Task<ImportAreas> Handle(ReadImportAreas query, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, query.ImportId, ct);
        if (import is not { Kind: ImportKind.Neighborhoods, State: ImportState.Finished }
            || SavedBoundaries.Read(await db.Find<string>("SELECT Outcome FROM ImportRun WHERE Id = @ImportId", query, ct))
                is not { } saved) return new([]);
        if (saved is not { Areas: { } areas, Trail: { } trail }) return await Today(saved, ct);
        var present = (await db.List<Place>("SELECT Id, Boundary, LastDay FROM Neighborhood", null, ct)).ToDictionary(place => place.Id);
        var changed = trail.Added.Where(added => IsOther(added.Id, added.Digest) || present[added.Id].LastDay is not null)
            .Select(added => added.Id)
            .Concat(trail.Changed.Where(change => IsOther(change.Id, change.Digest)).Select(change => change.Id))
            .Concat(trail.Ended.Where(end => present.GetValueOrDefault(end.Id)?.LastDay != end.LastDay).Select(end => end.Id)).ToHashSet();
        return new([.. areas.Select(area => new ImportArea(area.Kind, area.Name,
            area.Id is { } id && present.ContainsKey(id) ? id : null, area.Shape)
        {
            HasChanged = area.Id is { } own && changed.Contains(own),
        })]);

        bool IsOther(long id, string? digest) =>
            !present.TryGetValue(id, out var place) || BoundaryTrail.DigestOf(place.Boundary) != digest;
    }

    private async Task<ImportAreas> Today(SavedBoundaries saved, CancellationToken ct)
    {
        var stretches = (await neighborhoods.Current(db, ct)).Stretches.ToLookup(stretch => stretch.NeighborhoodId);
        List<(DrawnKind Kind, string Name, BoundaryStretch Stretch)> last =
            [.. Last(saved.Added, DrawnKind.New), .. Last(saved.Changed, DrawnKind.Changed), .. Last(saved.Ended, DrawnKind.Ended)];
        return new([.. last.Zip(OutlineMap.Drawn([.. last.Select(place => place.Stretch.Shape)]),
            (place, shape) => new ImportArea(place.Kind, place.Name, place.Stretch.NeighborhoodId, shape))])
        {
            AreOfToday = true,
        };

        IEnumerable<(DrawnKind, string, BoundaryStretch)> Last(IReadOnlyList<OutcomePlace> places, DrawnKind kind) =>
            places.Where(place => place.Id is not null)
                .Select(place => (kind, place.Name, stretches[place.Id ?? 0].MaxBy(stretch => stretch.Last)))
                .Where(found => found.Item3 is not null)!;
    }
}

internal static class ReadImportAreasEndpoint
{
    public static void MapReadImportAreas(this RouteGroupBuilder imports) => imports
        .MapGet("/{id:long}/areas", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadImportAreas(id), ct))
        .WithName("ReadImportAreas").WithSummary("Read the areas that an import of boundaries added, changed and ended, for drawing");
}
