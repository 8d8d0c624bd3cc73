using NetTopologySuite.Geometries;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>A neighborhood as the plan of an import sees it.</summary>
internal sealed record PresentNeighborhood
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string? Boundary { get; init; }
    public DateOnly? FirstDay { get; init; }
    public DateOnly? LastDay { get; init; }
    public bool Active { get; init; }
}

/// <summary>Compares the boundaries of a file with those of the days on which they are to hold. Nothing is written.</summary>
internal sealed class BoundaryPlanner(Db db, AgencySettings agency, NeighborhoodMap neighborhoods)
{
    /// <summary>Boundaries that a sentence names.</summary>
    private const int MostNamed = 3;

    private sealed record EarlierKey
    {
        public long NeighborhoodId { get; init; }
        public string NameKey { get; init; } = "";
    }

    /// <summary>A new or changed boundary of the file, and the days on which it is to hold.</summary>
    private sealed record NewStretch(string Name, Geometry Shape, double Area, DateOnly First, DateOnly Last);

    /// <param name="boundaries">Those of the file.</param>
    /// <param name="first">The first day of the boundaries; null if they have always been so.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<BoundaryPlan> Read(IReadOnlyList<NamedBoundary> boundaries, DateOnly? first, CancellationToken ct)
    {
        var all = await All(db, ct);
        var known = await Known(db, all, boundaries, ct);
        var index = await neighborhoods.Current(db, ct);
        var stretches = index.Stretches.ToLookup(stretch => stretch.NeighborhoodId);
        var today = await agency.Today(ct);
        var shapes = boundaries.Select(boundary => GeoJson.Read(boundary.Boundary)).ToList();
        var areas = shapes.Select(Geography.SquareMeters).ToList();
        var planned = boundaries.Select((boundary, i) => Planned(boundary, shapes[i], areas[i], known.GetValueOrDefault(boundary.Key)))
            .ToList();
        var pairs = Overlaps.Among(shapes);
        var within = pairs.Select(pair =>
        {
            var (one, other, area) = pair;
            // The later one of equal areas gets a higher id.
            var winner = areas[one] < areas[other] ? one : other;
            return new FileOverlap(boundaries[one].Name, boundaries[other].Name, Math.Min(1, area / Math.Min(areas[one], areas[other])),
                boundaries[winner].Name, areas[one].Equals(areas[other]));
        });
        var inFile = planned.Select(boundary => boundary.NeighborhoodId).OfType<long>().ToHashSet();
        var news = Enumerable.Range(0, shapes.Count).Where(i => planned[i].Fate != BoundaryFate.Same)
            .Select(i => New(boundaries[i].Name, shapes[i], areas[i], first, known.GetValueOrDefault(boundaries[i].Key), stretches))
            .OfType<NewStretch>().ToList();
        var drawn = planned.Select((boundary, i) =>
            new DrawnBoundary(KindOf(boundary.Fate), boundary.Name, shapes[i]) { PresentId = boundary.NeighborhoodId }).ToList();
        var covered = all.Where(place => !inFile.Contains(place.Id)).OrderBy(place => place.NameKey, StringComparer.Ordinal)
            .Select(place => Covered(place, [.. stretches[place.Id]], news, today, drawn)).OfType<CoveredNeighborhood>().ToList();
        drawn.AddRange(pairs.Select(pair => new DrawnBoundary(DrawnKind.Both, $"{boundaries[pair.First].Name} and "
            + boundaries[pair.Second].Name, Overlaps.Within(shapes[pair.First], shapes[pair.Second]))
        {
            StaysAfter = planned[pair.First].Fate != BoundaryFate.Same || planned[pair.Second].Fate != BoundaryFate.Same,
        }));
        var city = index.Extent?.Copy() ?? new();
        return new(planned, covered, [.. within])
        {
            TooEarly = [.. planned.Where(boundary => boundary.Fate == BoundaryFate.Changed).Select(boundary =>
                TooEarly(known.Values.First(place => place.Id == boundary.NeighborhoodId), first, stretches)).OfType<string>()],
            Far = FarOf(boundaries, shapes, city),
            FarMeters = FarMeters(shapes, city),
            Drawn = drawn,
            View = ViewOf(shapes, city),
        };
    }

    private static DrawnKind KindOf(BoundaryFate fate) => fate switch
    {
        BoundaryFate.New => DrawnKind.New,
        BoundaryFate.Changed => DrawnKind.Changed,
        _ => DrawnKind.Same,
    };

    /// <summary>The boundaries near the city; those far from it only if all are.</summary>
    private static Envelope ViewOf(List<Geometry> shapes, Envelope city)
    {
        var near = Geography.Around(city);
        var close = shapes.Where(shape => near.Intersects(shape.EnvelopeInternal)).ToList();
        var view = new Envelope();
        foreach (var shape in close.Count > 0 ? close : shapes) view.ExpandToInclude(shape.EnvelopeInternal);
        return view;
    }

    private static double? FarMeters(List<Geometry> shapes, Envelope city)
    {
        var near = Geography.Around(city);
        return city.IsNull || shapes.Count == 0 || shapes.Exists(shape => near.Intersects(shape.EnvelopeInternal)) ? null
            : shapes.Min(shape => Geography.Meters(city, shape.EnvelopeInternal));
    }

    private static string? FarOf(IReadOnlyList<NamedBoundary> boundaries, List<Geometry> shapes, Envelope city)
    {
        var near = Geography.Around(city);
        var far = Enumerable.Range(0, shapes.Count).Where(i => !near.Intersects(shapes[i].EnvelopeInternal)).ToList();
        if (city.IsNull || far.Count == 0) return null;
        var box = new Envelope();
        foreach (var i in far) box.ExpandToInclude(shapes[i].EnvelopeInternal);
        var names = string.Join(", ", far.Take(MostNamed).Select(i => boundaries[i].Name)) + (far.Count > MostNamed ? " …" : "");
        var isAll = far.Count == shapes.Count;
        var fix = CoordinateFixes.For([.. far.Select(i => shapes[i].EnvelopeInternal)], city);
        return (isAll ? "These boundaries lie" : far.Count == 1 ? $"{names} lies" : $"{far.Count} of these boundaries ({names}) lie")
            + FormattableString.Invariant($" far from your neighborhoods, near longitude {box.Centre.X:0.##}, ")
            + FormattableString.Invariant($"latitude {box.Centre.Y:0.##}. ")
            + (fix is not { } looks ? "Is this a file of another city?"
                : CoordinateFixes.Looks(looks) + (isAll ? "." : ": correct them in the file and upload it again."));
    }

    private static Task<IReadOnlyList<PresentNeighborhood>> All(Db db, CancellationToken ct) => db.List<PresentNeighborhood>(
        "SELECT Id, Name, NameKey, Boundary, FirstDay, LastDay, Active FROM Neighborhood WHERE IsUnassigned = 0", null, ct);

    /// <summary>
    /// The present neighborhoods of a file's names, by key. A name that one had before stands for it, unless another has it.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, PresentNeighborhood>> Known(Db db, IReadOnlyList<NamedBoundary> boundaries,
        CancellationToken ct) => await Known(db, await All(db, ct), boundaries, ct);

    private static async Task<Dictionary<string, PresentNeighborhood>> Known(Db db, IReadOnlyList<PresentNeighborhood> all,
        IReadOnlyList<NamedBoundary> boundaries, CancellationToken ct)
    {
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

    /// <summary>When the file's boundary holds; null for one that was retired before there were days, which has no points.</summary>
    private static NewStretch? New(string name, Geometry shape, double area, DateOnly? first, PresentNeighborhood? present,
        ILookup<long, BoundaryStretch> stretches)
    {
        if (present is null) return new(name, shape, area, first ?? DateOnly.MinValue, DateOnly.MaxValue);
        if (!present.Active) return null;
        // Its present boundary is kept up to the first day, or is corrected as a whole.
        var since = stretches[present.Id].Select(stretch => stretch.First).DefaultIfEmpty(present.FirstDay ?? DateOnly.MinValue).Max();
        return new(name, shape, area, first > since && present.Boundary is not null ? first.Value : since,
            present.LastDay ?? DateOnly.MaxValue);
    }

    /// <summary>Why a boundary can't be changed on that day; null if it can.</summary>
    private static string? TooEarly(PresentNeighborhood place, DateOnly? first, ILookup<long, BoundaryStretch> stretches)
    {
        var since = stretches[place.Id].Select(stretch => stretch.First).DefaultIfEmpty(DateOnly.MinValue).Max();
        return place.Boundary is null || place.FirstDay >= first || !(first <= since) ? null
            : $"{place.Name} has had its present boundary since {DateText.Date(since)}. Choose a later day, leave the day blank to correct "
                + "that boundary, or leave it out.";
    }

    /// <summary>What of a neighborhood lies under the file's on a day on which both hold, or today; null if nothing does.</summary>
    /// <param name="place">The neighborhood.</param>
    /// <param name="stretches">Its boundaries and their days.</param>
    /// <param name="news">New and changed boundaries of the file.</param>
    /// <param name="today">Who exists today or later is named even if it ends before the file's begin.</param>
    /// <param name="drawn">Gets what lies in both.</param>
    private static CoveredNeighborhood? Covered(PresentNeighborhood place, IReadOnlyList<BoundaryStretch> stretches,
        List<NewStretch> news, DateOnly today, List<DrawnBoundary> drawn)
    {
        var hits = stretches.Select(stretch => (Stretch: stretch, Over: news.Where(one => stretch.First <= one.Last
                && (stretch.Last >= one.First || stretch.Last >= today) && Overlaps.Shared(stretch.Shape, one.Shape) > 0).ToList()))
            .Where(hit => hit.Over.Count > 0).ToList();
        if (hits.Count == 0) return null;
        var last = hits.MaxBy(hit => hit.Stretch.Last);
        if (last.Stretch.Last < today) drawn.Add(new(DrawnKind.Ended, place.Name, last.Stretch.Shape));
        foreach (var (stretch, over) in hits)
            drawn.AddRange(over.Select(one =>
                new DrawnBoundary(DrawnKind.Both, $"{place.Name} and {one.Name}", Overlaps.Within(stretch.Shape, one.Shape))
                {
                    PresentId = place.Id,
                    StaysAfter = stretch.Last >= one.First,
                }));
        var by = news.Where(one => hits.Exists(hit => hit.Over.Contains(one))).ToList();
        return new(place.Id, place.Name, Overlaps.Covered(last.Stretch.Shape, last.Over.Select(one => one.Shape)),
            [.. by.Select(one => one.Name)],
            // New neighborhoods have higher ids, which decides between equal areas.
            [.. by.Where(one => hits.TrueForAll(hit => !hit.Over.Contains(one)
                || one.Area <= Geography.SquareMeters(hit.Stretch.Shape))).Select(one => one.Name)])
        {
            Shape = last.Stretch.Shape,
            FirstDay = place.FirstDay,
            LastDay = place.LastDay,
            HasEnded = place.LastDay < today,
            BoundaryUntil = last.Stretch.Last == (place.LastDay ?? DateOnly.MaxValue) ? null : last.Stretch.Last,
        };
    }
}
