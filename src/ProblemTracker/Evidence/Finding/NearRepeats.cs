using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>
/// Categories whose incidents follow each other at one place or near it more often than their places and days alone explain (Knox). The
/// shuffles are drawn with a fixed seed, as many as the budget needs, which the comparisons share equally (Bonferroni).
/// </summary>
internal static class NearRepeats
{
    /// <summary>Incidents that a category needs; with fewer, hardly any pairs are expected.</summary>
    private const int Fewest = 20;

    private const int Seed = 1, FewestShuffles = 999;

    private static readonly KnoxBands Bands = new([0, SignalWords.NearMeters], [0, SignalWords.NearDays + 1]);

    public static Findings Find(Night night, CancellationToken ct)
    {
        int[] now = [.. night.Now.Where(i => !double.IsNaN(night.Latitude[i]))];
        if (Ground.Around(now.Select(i => (night.Latitude[i], night.Longitude[i]))) is not { } ground)
            return new(SignalKind.NearRepeat, 0, [],
                [new(SignalKind.NearRepeat, "All categories", "No incident of these weeks has a point.")]);
        var (large, small) = (new List<int[]>(), new List<SkippedTest>());
        foreach (var one in now.GroupBy(i => night.Category[i]))
            if (one.Count() >= Fewest) large.Add([.. one]);
            else
                small.Add(new(SignalKind.NearRepeat, night.Categories[one.Key],
                    $"There are fewer than {Fewest} incidents with a point in {SignalRules.Weeks} weeks."));
        // One comparison at one place, one near it.
        var tests = 2 * large.Count;
        var level = SignalRules.Budget(SignalKind.NearRepeat) / Math.Max(1, tests);
        var shuffles = Math.Max(FewestShuffles, (int)Math.Ceiling(1 / level));
        List<FoundSignal> found = [];
        foreach (var incidents in large)
        {
            var placed = ground.Place([.. incidents.Select(i => (night.Latitude[i], night.Longitude[i]))]);
            var days = placed.Index.Select(k => night.Through.AddDays(-night.Age[incidents[k]])).ToList();
            if (Knox.Test(placed, days, Bands, shuffles, Seed, ct).Value is not { } table) continue;
            var close = table.Cells.Where(cell => cell.Observed >= SignalRules.FewestIncidents && cell.P <= level).MinBy(cell => cell.P);
            if (close is not null)
                found.Add(Signal(night, [.. placed.Index.Select(k => incidents[k])], placed, table, close));
        }
        return new(SignalKind.NearRepeat, tests, found, small);
    }

    private static FoundSignal Signal(Night night, int[] incidents, PlacedEvents placed, KnoxTable table, KnoxCell close)
    {
        var middle = incidents[Busiest(night, incidents, placed)];
        var at = (Latitude: Math.Round(night.Latitude[middle], 6), Longitude: Math.Round(night.Longitude[middle], 6));
        var category = night.Category[middle];
        var code = night.Categories[category];
        bool IsIn(int i) => night.Category[i] == category && night.IsNear(i, at, SignalWords.NearMeters);
        var there = incidents.Where(IsIn).ToList();
        // If no shuffle had any, about one in all of them is as much as can be expected.
        var (observed, expected) =
            ((int)table.Cells.Sum(cell => cell.Observed), Math.Max(table.Cells.Sum(cell => cell.Expected), 1.0 / table.Shuffles));
        var neighborhood = night.NeighborhoodOf(there);
        return new(SignalKind.NearRepeat, FormattableString.Invariant($"{code}|{neighborhood}"), code, neighborhood,
            night.Place[middle] >= 0 ? night.Places[night.Place[middle]] : Night.PointOf(at.Latitude, at.Longitude), at,
            new(From: night.From, To: night.Through, CategoryCode: code, Latitude: at.Latitude, Longitude: at.Longitude,
                Radius: SignalWords.NearMeters),
            observed, expected, new(0, null), close.P, 0,
            night.Details(["Pairs within 14 days", "Pairs", "Expected by chance"],
                [.. table.Cells.Select(cell => new SignalRow(cell.MetersTo == 0 ? "At one place" : $"Less than {cell.MetersTo:0} m apart",
                    [cell.Observed, Math.Round(cell.Expected, 1)]))],
                $"Expected: the mean of {table.Shuffles:N0} counts with the days shuffled among the incidents. The weeks are those of the "
                    + $"incidents within {SignalWords.NearMeters} m of the place.", IsIn),
            night.Ids(IsIn));
    }

    /// <summary>The incident with the most others near it in space and time.</summary>
    private static int Busiest(Night night, int[] incidents, PlacedEvents placed)
    {
        int[] byDay = [.. Enumerable.Range(0, incidents.Length).OrderBy(k => night.Age[incidents[k]])];
        var near = new int[incidents.Length];
        for (var a = 0; a < byDay.Length; a++)
            for (var b = a + 1; b < byDay.Length; b++)
            {
                var (one, other) = (byDay[a], byDay[b]);
                if (night.Age[incidents[other]] - night.Age[incidents[one]] > SignalWords.NearDays) break;
                var (east, north) = (placed.East[one] - placed.East[other], placed.North[one] - placed.North[other]);
                if (east * east + north * north >= SignalWords.NearMeters * SignalWords.NearMeters) continue;
                near[one]++;
                near[other]++;
            }
        return Enumerable.Range(0, near.Length).MaxBy(k => near[k]);
    }
}
