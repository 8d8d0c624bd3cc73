using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>What an import of boundaries would do.</summary>
/// <param name="Boundaries">The neighborhoods of the file.</param>
/// <param name="Covered">Neighborhoods, not in the file, that new or changed boundaries of the file lie over on some day since their first
/// one, including neighborhoods that have ended since.</param>
/// <param name="Within">Neighborhoods of the file that lie over each other.</param>
public sealed record BoundaryPlan(IReadOnlyList<PlannedBoundary> Boundaries, IReadOnlyList<CoveredNeighborhood> Covered,
    IReadOnlyList<FileOverlap> Within)
{
    /// <summary>Says which boundaries lie far from all present ones, as with swapped coordinates; null if none does.</summary>
    public string? Far { get; init; }

    /// <summary>
    /// Meters between the boundaries and the present neighborhoods, if all lie far from these; null otherwise. Of the boxes around them.
    /// </summary>
    public double? FarMeters { get; init; }

    /// <summary>Why the first day can't be: neighborhoods that got their present boundary later, each a sentence.</summary>
    public IReadOnlyList<string> TooEarly { get; init; } = [];

    /// <summary>What a map of the plan shows over the present neighborhoods, and the part of the world.</summary>
    internal IReadOnlyList<DrawnBoundary> Drawn { get; init; } = [];
    internal Envelope View { get; init; } = new();

    /// <summary>What a map of the result shows: what the file brings, what ends, and what still lies in two on a day then.</summary>
    internal IReadOnlyList<DrawnBoundary> DrawnAfter(BoundaryChoices choices)
    {
        var ending = Covered.Where(place => choices.Of(place) == CoveredChoice.Ends).ToDictionary(place => place.NeighborhoodId);
        return
        [
            .. Drawn.Where(area => area.Kind is DrawnKind.New or DrawnKind.Changed or DrawnKind.Same),
            .. ending.Values.Where(place => place.Shape is not null)
                .Select(place => new DrawnBoundary(DrawnKind.Ended, place.Name, place.Shape!) { PresentId = place.NeighborhoodId }),
            .. Drawn.Where(area => area is { Kind: DrawnKind.Both, StaysAfter: true }
                && !(area.PresentId is { } id && ending.ContainsKey(id))),
        ];
    }
}

/// <summary>What an area of a map about boundaries is.</summary>
public enum DrawnKind
{
    /// <summary>A new neighborhood.</summary>
    New,
    /// <summary>A neighborhood with another boundary.</summary>
    Changed,
    /// <summary>A neighborhood whose boundary stays the same.</summary>
    Same,
    /// <summary>A neighborhood or a boundary that has ended, or ends with the import.</summary>
    Ended,
    /// <summary>What lies in two at once.</summary>
    Both,
}

/// <summary>An area of a map about boundaries.</summary>
/// <param name="Name">The neighborhood's name; of an area in two, both names.</param>
internal sealed record DrawnBoundary(DrawnKind Kind, string Name, Geometry Shape)
{
    /// <summary>The neighborhood that has it now; of an area in two, the one that is not in the file. Null if there is none.</summary>
    public long? PresentId { get; init; }

    /// <summary>Of an area in two: whether a new boundary brings it about on a day, unless the neighborhood under it ends.</summary>
    public bool StaysAfter { get; init; }
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
    /// <summary>Null if it has always existed.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Its last day, if one is set already.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Whether its last day has passed: it existed on days of the file's boundaries.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The last day of the boundary that lies under the file's; null if it is the last one that it has.</summary>
    public DateOnly? BoundaryUntil { get; init; }

    /// <summary>The last of its boundaries that lies under the file's.</summary>
    internal Geometry? Shape { get; init; }

    /// <summary>Whether it ends earlier than the day before another day.</summary>
    internal bool EndsBefore(DateOnly first) => LastDay is { } last && last < first.AddDays(-1);

    /// <summary>Whether practically all of it lies under the file's boundaries.</summary>
    public bool IsWhole => Share >= 0.9 && BoundaryUntil is null;
}

/// <param name="Share">The share of the smaller one, 0 to 1.</param>
/// <param name="Winner">The one that gets the points in both: the smaller one, or of equal ones the later in the file.</param>
/// <param name="AreEqual">Whether both have the same area.</param>
public sealed record FileOverlap(string First, string Second, double Share, string Winner, bool AreEqual = false);
