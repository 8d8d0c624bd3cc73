using System.Globalization;
using ProblemTracker.Analysis;
using static ProblemTracker.Evidence.PanelWords;

namespace ProblemTracker.Evidence;

/// <summary>Where incidents are: at which places, and in which hexagons they gather.</summary>
internal static class PlacePanels
{
    /// <summary>Rows of a table.</summary>
    private const int Most = 20;

    /// <summary>Meters between the centers of hexagons.</summary>
    private const double Width = 200;

    public static PanelDetails Top(EvidenceSet set)
    {
        var named = set.Events.Where(one => one.Place is not null).GroupBy(one => one.Place!)
            .Select(place => (Place: place.Key, Count: place.Count()))
            .OrderByDescending(place => place.Count).ThenBy(place => place.Place, StringComparer.Ordinal).ToList();
        if (Concentration.Of(named.Select(place => place.Count)) is not { Value: { } all })
            return PanelDetails.Without(EvidencePanel.TopPlaces, set.Events.Count == 0 ? NoResult.Empty.Sentence()
                : "The source gives no place for these incidents.");
        var (top, events) = (named[0], (int)all.Events);
        return new(EvidencePanel.TopPlaces, $"{top.Place} has {top.Count:N0} of the {CountOf(events)} with a place "
                + $"({Percent((double)top.Count / events)})." + (all.Places == 1 ? "" : " The busiest 10% of places "
                + $"({all.TopPlaces:N0} of {all.Places:N0}) have {Percent(all.TopShare)}; half of all are at "
                + $"{all.PlacesForHalf:N0} {(all.PlacesForHalf == 1 ? "place" : "places")}."),
            top.Count, null, "Places as written in the source, without those that have no incident; 10% of them is rounded up.",
            ["Place", "Incidents", "Share"],
            [.. named.Take(Most).Select(place => new PanelRow(place.Place, TimePanels.Shared(place.Count, events)))]);
    }

    public static PanelDetails Hexagons(EvidenceSet set)
    {
        if (Ground.Around(set.Points) is not { } ground)
            return PanelDetails.Without(EvidencePanel.Hexagons, set.Events.Count == 0 ? NoResult.Empty.Sentence()
                : "The source gives no coordinates for these incidents.");
        var grid = new HexGrid(Width);
        var placed = ground.Place(set.Points);
        var found = HotSpots.Of(grid.Count(placed));
        var hot = found.Value?.Where(hex => hex.Adjusted < Level).ToList() ?? [];
        var sum = hot.Sum(hex => hex.Count);
        var isOne = found.Value is [_];
        if (isOne) sum = placed.East.Length;
        var sentence = found.Why is { } why ? why.Sentence()
            // Compared with nothing, it says neither that they gather nor that they don't.
            : isOne ? $"The {CountOf(sum)} with a point are in one hexagon of {Width:0} m; there is no other to compare it with."
            : hot.Count > 0 ? $"{sum:N0} of the {CountOf(placed.East.Length)} with a point are in "
                + $"{(hot.Count == 1 ? "1 hexagon" : $"{hot.Count} hexagons")} of {Width:0} m where incidents gather more than chance "
                + "explains."
            : $"No hexagon of {Width:0} m has more of the {CountOf(placed.East.Length)} with a point than chance explains.";
        return new(EvidencePanel.Hexagons, found.Why is null ? sentence : null, found.Why is null ? sum : null,
            found.Why is null ? null : sentence,
            "z: Gi* of the hexagon and its six neighbors against the hexagons with incidents and theirs. p: one-sided, adjusted for all "
                + "hexagons.", ["Center", "Incidents", "z", "p"],
            [.. (found.Value ?? []).OrderByDescending(hex => hex.Count).Take(Most).Select(hex =>
                new PanelRow(Center(ground, grid, hex.Hex), [hex.Count, Round(hex.Z), Round(hex.Adjusted)]))]);
    }

    private static string Center(Ground ground, HexGrid grid, Hex hex)
    {
        var (east, north) = grid.Center(hex);
        var (latitude, longitude) = ground.Degrees(east, north);
        return Night.PointOf(latitude, longitude);
    }

    /// <param name="names">Of the sources, by import.</param>
    public static PanelDetails Sources(EvidenceSet set, IReadOnlyDictionary<long, string> names)
    {
        if (set.Events.Count == 0) return PanelDetails.Without(EvidencePanel.Sources, NoResult.Empty);
        var sources = set.Events
            .GroupBy(one => names.GetValueOrDefault(one.ImportId) ?? one.ImportId.ToString(CultureInfo.InvariantCulture))
            .Select(source => (Name: source.Key, Count: source.Count()))
            .OrderByDescending(source => source.Count).ThenBy(source => source.Name, StringComparer.Ordinal).ToList();
        var top = sources[0];
        return new(EvidencePanel.Sources, sources.Count == 1
                ? $"All {CountOf(top.Count)} are from one source, {top.Name}. What nobody reported there is missing."
                : $"{top.Count:N0} of the {CountOf(set.Events.Count)} ({Percent((double)top.Count / set.Events.Count)}) are from "
                    + $"{top.Name}; there are {sources.Count} sources.",
            top.Count, null, "The source that an import names, else the name of its file.", ["Source", "Incidents", "Share"],
            [.. sources.Take(Most).Select(source => new PanelRow(source.Name, TimePanels.Shared(source.Count, set.Events.Count)))]);
    }
}
