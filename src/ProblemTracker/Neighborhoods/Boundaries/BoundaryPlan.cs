using NetTopologySuite.Geometries;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>What an import of boundaries would do.</summary>
/// <param name="Boundaries">The neighborhoods of the file.</param>
/// <param name="Covered">Present neighborhoods, not in the file, that new or changed boundaries of the file lie over.</param>
/// <param name="Within">Neighborhoods of the file that lie over each other.</param>
public sealed record BoundaryPlan(IReadOnlyList<PlannedBoundary> Boundaries, IReadOnlyList<CoveredNeighborhood> Covered,
    IReadOnlyList<FileOverlap> Within)
{
    /// <summary>Says which boundaries lie far from all present ones, as with swapped coordinates; null if none does.</summary>
    public string? Far { get; init; }
}

public enum BoundaryFate { New, Same, Changed }

/// <param name="NeighborhoodId">The present neighborhood with this name; null for a new one.</param>
/// <param name="PresentName">Its present name, if it was renamed since; null otherwise.</param>
/// <param name="SquareMeters">The area in the file.</param>
/// <param name="ChangedSquareMeters">The area that it gains and loses together; null unless its boundary changes.</param>
/// <param name="EndedOn">The last day of a neighborhood that has ended; null otherwise.</param>
public sealed record PlannedBoundary(string Name, BoundaryFate Fate, long? NeighborhoodId, string? PresentName, double SquareMeters,
    double? ChangedSquareMeters, DateOnly? EndedOn);

/// <param name="Share">The share of it that lies under the file's, 0 to 1.</param>
/// <param name="By">Names of the file's neighborhoods that lie over it.</param>
/// <param name="Smaller">Of those, the ones that are smaller and so get the points in both, unless something else is chosen.</param>
public sealed record CoveredNeighborhood(long NeighborhoodId, string Name, double Share, IReadOnlyList<string> By,
    IReadOnlyList<string> Smaller)
{
    /// <summary>Its last day, if one is set already.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Whether it ends earlier than the day before another day.</summary>
    internal bool EndsBefore(DateOnly first) => LastDay is { } last && last < first.AddDays(-1);

    /// <summary>Whether practically all of it lies under the file's boundaries.</summary>
    public bool IsWhole => Share >= 0.9;
}

/// <param name="Share">The share of the smaller one, 0 to 1.</param>
/// <param name="Winner">The one that gets the points in both: the smaller one, or of equal ones the later in the file.</param>
/// <param name="AreEqual">Whether both have the same area.</param>
public sealed record FileOverlap(string First, string Second, double Share, string Winner, bool AreEqual = false);

/// <summary>A neighborhood as the plan of an import sees it.</summary>
internal sealed record PresentNeighborhood
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string? Boundary { get; init; }
    public DateOnly? LastDay { get; init; }
}

/// <summary>Compares the boundaries of a file with the present ones. Nothing is written.</summary>
internal sealed class BoundaryPlanner(Db db, AgencySettings agency, NeighborhoodMap neighborhoods)
{
    /// <summary>Boundaries that a sentence names.</summary>
    private const int MostNamed = 3;

    private sealed record EarlierKey
    {
        public long NeighborhoodId { get; init; }
        public string NameKey { get; init; } = "";
    }

    public async Task<BoundaryPlan> Read(IReadOnlyList<NamedBoundary> boundaries, CancellationToken ct)
    {
        var known = await Known(db, boundaries, ct);
        var shapes = boundaries.Select(boundary => GeoJson.Read(boundary.Boundary)).ToList();
        var areas = shapes.Select(Geography.SquareMeters).ToList();
        var planned = boundaries.Select((boundary, i) => Planned(boundary, shapes[i], areas[i], known.GetValueOrDefault(boundary.Key)))
            .ToList();
        var within = Overlaps.Among(shapes).Select(pair =>
        {
            var (first, second, area) = pair;
            // The later one of equal areas gets a higher id.
            var winner = areas[first] < areas[second] ? first : second;
            return new FileOverlap(boundaries[first].Name, boundaries[second].Name,
                Math.Min(1, area / Math.Min(areas[first], areas[second])), boundaries[winner].Name,
                areas[first].Equals(areas[second]));
        });
        var inFile = planned.Select(boundary => boundary.NeighborhoodId).OfType<long>().ToHashSet();
        var news = Enumerable.Range(0, shapes.Count)
            .Where(i => planned[i].Fate != BoundaryFate.Same && planned[i].EndedOn is null)
            .Select(i => (boundaries[i].Name, shapes[i], areas[i])).ToList();
        var covered = (await Present(ct)).Where(place => !inFile.Contains(place.Id)).Select(place => Covered(place, news))
            .OfType<CoveredNeighborhood>();
        return new(planned, [.. covered], [.. within]) { Far = FarOf(boundaries, shapes, await neighborhoods.Extent(db, ct)) };
    }

    private static string? FarOf(IReadOnlyList<NamedBoundary> boundaries, List<Geometry> shapes, Envelope city)
    {
        var near = Geography.Around(city);
        var far = Enumerable.Range(0, shapes.Count).Where(i => !near.Intersects(shapes[i].EnvelopeInternal)).ToList();
        if (city.IsNull || far.Count == 0) return null;
        var box = new Envelope();
        foreach (var i in far) box.ExpandToInclude(shapes[i].EnvelopeInternal);
        var names = string.Join(", ", far.Take(MostNamed).Select(i => boundaries[i].Name)) + (far.Count > MostNamed ? " …" : "");
        return (far.Count == shapes.Count ? "These boundaries lie" : far.Count == 1 ? $"{names} lies"
                : $"{far.Count} of these boundaries ({names}) lie")
            + FormattableString.Invariant($" far from your neighborhoods, near longitude {box.Centre.X:0.##}, ")
            + FormattableString.Invariant($"latitude {box.Centre.Y:0.##}. ")
            + (near.Intersects(new Envelope(box.MinY, box.MaxY, box.MinX, box.MaxX))
                ? "Latitude and longitude look swapped: export the file again, with the longitude first."
                : "Is this a file of another city?");
    }

    /// <summary>
    /// The present neighborhoods of a file's names, by key. A name that one had before stands for it, unless another has it.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, PresentNeighborhood>> Known(Db db, IReadOnlyList<NamedBoundary> boundaries,
        CancellationToken ct)
    {
        var all = await db.List<PresentNeighborhood>(
            "SELECT Id, Name, NameKey, Boundary, LastDay FROM Neighborhood WHERE IsUnassigned = 0", null, ct);
        var (byKey, byId) = (all.ToDictionary(place => place.NameKey), all.ToDictionary(place => place.Id));
        var earlier = (await db.List<EarlierKey>("SELECT NeighborhoodId, NameKey FROM NeighborhoodName ORDER BY Id", null, ct))
            .ToLookup(row => row.NameKey, row => row.NeighborhoodId);
        var keys = boundaries.Select(boundary => boundary.Key).ToHashSet();
        var known = new Dictionary<string, PresentNeighborhood>();
        var taken = new HashSet<long>();
        foreach (var key in keys)
            if (byKey.TryGetValue(key, out var place)
                || (earlier[key].Select(id => byId[id]).LastOrDefault(one => !keys.Contains(one.NameKey)) is { } renamed
                    && taken.Add(renamed.Id) && (place = renamed) is not null))
                known[key] = place;
        return known;
    }

    private async Task<IReadOnlyList<PresentNeighborhood>> Present(CancellationToken ct) => await db.List<PresentNeighborhood>($"""
        SELECT n.Id, n.Name, n.NameKey, {NeighborhoodSql.BoundaryNow} AS Boundary, n.LastDay FROM Neighborhood n
        WHERE n.Boundary IS NOT NULL AND n.Active = 1 AND (n.LastDay IS NULL OR n.LastDay >= @today) ORDER BY n.NameKey
        """, new { today = await agency.Today(ct) }, ct);

    private static PlannedBoundary Planned(NamedBoundary boundary, Geometry shape, double area, PresentNeighborhood? present)
    {
        if (present is null) return new(boundary.Name, BoundaryFate.New, null, null, area, null, null);
        var isSame = present.Boundary == boundary.Boundary;
        double? changed = null;
        if (!isSame && present.Boundary is { } before)
        {
            var old = GeoJson.Read(before);
            changed = Geography.SquareMeters(Overlaps.Without(shape, old)) + Geography.SquareMeters(Overlaps.Without(old, shape));
        }
        return new(boundary.Name, isSame ? BoundaryFate.Same : BoundaryFate.Changed, present.Id,
            present.NameKey == boundary.Key ? null : present.Name, area, changed, present.LastDay);
    }

    private static CoveredNeighborhood? Covered(PresentNeighborhood place, IReadOnlyList<(string Name, Geometry Shape, double Area)> news)
    {
        var shape = GeoJson.Read(place.Boundary!);
        var over = news.Where(one => Overlaps.Shared(shape, one.Shape) > 0).ToList();
        if (over.Count == 0) return null;
        var area = Geography.SquareMeters(shape);
        return new(place.Id, place.Name, Overlaps.Covered(shape, over.Select(one => one.Shape)), [.. over.Select(one => one.Name)],
            // New neighborhoods have higher ids, which decides between equal areas.
            [.. over.Where(one => one.Area <= area).Select(one => one.Name)])
        {
            LastDay = place.LastDay,
        };
    }
}
