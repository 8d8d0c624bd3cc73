using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>
/// Parts of the city where a category gathers. Around each hexagon with incidents, two questions: has the category many incidents there for
/// its map (Gi*), and has it more than its share of all incidents there (exact conditional test against the rest of the city)? The larger
/// of both p counts, since that of Gi* is rough where counts are small. Hot circles that touch are one signal, around the hottest.
/// </summary>
internal static class Gatherings
{
    /// <summary>Meters around the center of a hexagon.</summary>
    public const double Radius = 150;

    /// <summary>Meters between the centers of hexagons: with its neighbors, a hexagon covers about the circle.</summary>
    private const double Width = 100;

    private sealed record Tested(Hex Hex, int Category, int Here, int AllHere, double P);

    public static Findings Find(Night night)
    {
        int[] now = [.. night.Now.Where(i => !double.IsNaN(night.Latitude[i]))];
        if (Ground.Around(now.Select(i => (night.Latitude[i], night.Longitude[i]))) is not { } ground)
            return new(SignalKind.HotSpot, 0, [], [new(SignalKind.HotSpot, "All categories", "No incident of these weeks has a point.")]);
        var grid = new HexGrid(Width);
        var placed = ground.Place([.. now.Select(i => (night.Latitude[i], night.Longitude[i]))]);
        Dictionary<Hex, List<int>> cells = [];
        for (var k = 0; k < placed.Index.Length; k++)
        {
            var hex = grid.Of(placed.East[k], placed.North[k]);
            if (!cells.TryGetValue(hex, out var cell)) cells[hex] = cell = [];
            cell.Add(now[placed.Index[k]]);
        }
        var city = new int[night.Categories.Count];
        foreach (var i in cells.Values.SelectMany(cell => cell)) city[night.Category[i]]++;
        var heat = Heat(night, cells);
        var all = city.Sum();
        List<Tested> tested = [];
        foreach (var hex in cells.Keys)
        {
            var here = new int[city.Length];
            foreach (var i in Around(night, cells, hex, Center(ground, grid, hex))) here[night.Category[i]]++;
            var allHere = here.Sum();
            for (var category = 0; category < city.Length; category++)
                if (Finding.CanBeFound(allHere, (double)city[category] / all))
                    tested.Add(new(hex, category, here[category], allHere, Math.Max(heat.GetValueOrDefault((hex, category), 1),
                        allHere == all ? 1 : Finding.Higher(here[category], allHere, city[category] - here[category], all - allHere))));
        }
        List<FoundSignal> found = [];
        foreach (var hot in Finding.Within(SignalKind.HotSpot, tested, one => one.P).GroupBy(one => one.Category))
            foreach (var one in Leading([.. hot.OrderBy(one => one.P).ThenByDescending(one => one.Here)]))
            {
                var center = Center(ground, grid, one.Hex);
                found.Add(Signal(night, one, center, Around(night, cells, one.Hex, center), city, all));
            }
        return new(SignalKind.HotSpot, tested.Count, found, []);
    }

    /// <summary>The p of Gi* by hexagon and category, on a map of all hexagons with incidents and their neighbors.</summary>
    private static Dictionary<(Hex, int), double> Heat(Night night, Dictionary<Hex, List<int>> cells)
    {
        Hex[] area = [.. cells.Keys.SelectMany(hex => hex.Disk()).Distinct()];
        var counts = new Dictionary<Hex, int>[night.Categories.Count];
        foreach (var (hex, cell) in cells)
            foreach (var i in cell)
            {
                var own = counts[night.Category[i]] ??= [];
                own[hex] = own.GetValueOrDefault(hex) + 1;
            }
        Dictionary<(Hex, int), double> heat = [];
        for (var category = 0; category < counts.Length; category++)
            if (counts[category] is { } own && HotSpots.Of(own, area).Value is { } hexes)
                foreach (var one in hexes) heat[(one.Hex, category)] = one.P;
        return heat;
    }

    /// <summary>The hottest of each group of hexagons whose circles touch.</summary>
    private static IEnumerable<Tested> Leading(List<Tested> hottestFirst)
    {
        HashSet<Hex> left = [.. hottestFirst.Select(one => one.Hex)];
        foreach (var one in hottestFirst)
        {
            if (!left.Remove(one.Hex)) continue;
            yield return one;
            Queue<Hex> group = new([one.Hex]);
            while (group.TryDequeue(out var hex))
                foreach (var near in hex.Disk().SelectMany(next => next.Disk()))
                    if (left.Remove(near)) group.Enqueue(near);
        }
    }

    private static FoundSignal Signal(Night night, Tested one, (double Latitude, double Longitude) center, IEnumerable<int> around,
        int[] city, int all)
    {
        bool IsIn(int i) => night.Category[i] == one.Category && night.IsNear(i, center, Radius);
        var incidents = around.Where(i => night.Category[i] == one.Category).ToList();
        var code = night.Categories[one.Category];
        var place = incidents.Where(i => night.Place[i] >= 0).Select(i => night.Places[night.Place[i]]).Most()
            ?? Night.PointOf(center.Latitude, center.Longitude);
        var (elsewhere, allElsewhere) = (city[one.Category] - one.Here, all - one.AllHere);
        var expected = (double)one.AllHere * elsewhere / allElsewhere;
        return new(SignalKind.HotSpot, FormattableString.Invariant($"{code}|{center.Latitude:0.00000},{center.Longitude:0.00000}"), code,
            night.NeighborhoodOf(incidents), place, center,
            new(From: night.From, To: night.Through, CategoryCode: code, Latitude: center.Latitude, Longitude: center.Longitude,
                Radius: Radius),
            one.Here, expected, Counts.RateRatio(one.Here, one.AllHere, elsewhere, allElsewhere), one.P, 0,
            night.Details(["Area", "This category", "All categories"],
                [new($"Within {Radius:0} m", [one.Here, one.AllHere]), new("Rest of the city", [elsewhere, allElsewhere])],
                $"Expected: {one.AllHere:N0} × {elsewhere:N0} / {allElsewhere:N0} = {SignalWords.Number(expected)}.", IsIn),
            night.Ids(IsIn));
    }

    private static (double Latitude, double Longitude) Center(Ground ground, HexGrid grid, Hex hex)
    {
        var (east, north) = grid.Center(hex);
        var (latitude, longitude) = ground.Degrees(east, north);
        return (Math.Round(latitude, 6), Math.Round(longitude, 6));
    }

    /// <summary>The incidents in the circle of a hexagon: all of them are in it or in the two rings around it.</summary>
    private static IEnumerable<int> Around(Night night, Dictionary<Hex, List<int>> cells, Hex hex, (double, double) center)
    {
        for (var q = -2; q <= 2; q++)
            for (var r = Math.Max(-2, -q - 2); r <= Math.Min(2, 2 - q); r++)
                if (cells.TryGetValue(new(hex.Q + q, hex.R + r), out var cell))
                    foreach (var i in cell)
                        if (night.IsNear(i, center, Radius)) yield return i;
    }
}
