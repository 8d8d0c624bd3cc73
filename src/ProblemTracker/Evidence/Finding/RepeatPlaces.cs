using ProblemTracker.Analysis;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>
/// Places with more incidents than in the year before, of one category and of all: given both counts, the present one is binomial with the
/// share that the window has of the city's incidents, so that a season or a source with more rows raises nothing.
/// </summary>
internal static class RepeatPlaces
{
    /// <summary>Stands for all categories.</summary>
    private const int All = -1;

    private const double MostOfAll = 2.0 / 3;

    private const double HalfPoint = 0.00005;

    private sealed record Tested(int Place, int Category, int Now, int Before, double P);

    public static Findings Find(Night night)
    {
        var windows = Enumerable.Range(1, SignalRules.WindowsBefore).TakeWhile(night.Covers).Count();
        if (windows == 0)
            return new(SignalKind.RepeatPlace, 0, [], [new(SignalKind.RepeatPlace, "All places",
                $"There are not {SignalRules.Weeks} full weeks of incidents before these {SignalRules.Weeks} weeks to compare with.")]);
        var last = SignalRules.Days * (1 + windows);
        Dictionary<(int Place, int Category), (int Now, int Before)> counts = [];
        Dictionary<int, (int Now, int Before)> city = [];
        for (var i = 0; i < night.Count; i++)
        {
            if (night.Age[i] >= last) continue;
            var isNow = night.IsNow(i);
            Add(city, night.Category[i], isNow);
            if (night.IsFirst[i]) Add(city, All, isNow);
            if (night.Place[i] < 0) continue;
            Add(counts, (night.Place[i], night.Category[i]), isNow);
            if (night.IsFirst[i]) Add(counts, (night.Place[i], All), isNow);
        }
        List<Tested> tested = [];
        foreach (var ((place, category), (now, before)) in counts)
        {
            var (cityNow, cityBefore) = city[category];
            if (cityBefore == 0 || !Finding.CanBeFound(now + before, (double)cityNow / (cityNow + cityBefore))) continue;
            tested.Add(new(place, category, now, before, Finding.Higher(now, cityNow, before, cityBefore)));
        }
        var found = Finding.Within(SignalKind.RepeatPlace, tested, one => one.P).ToList();
        // All categories together say nothing new where one of them has most of it.
        found.RemoveAll(one => one.Category == All
            && found.Exists(part => part.Place == one.Place && part.Category != All && part.Now >= MostOfAll * one.Now));
        return new(SignalKind.RepeatPlace, tested.Count, [.. found.Select(one => Signal(night, one, city[one.Category], windows))],
            [.. city.Where(count => count.Key != All && count.Value is { Now: > 0, Before: 0 }).Select(count => new SkippedTest(
                SignalKind.RepeatPlace, night.Categories[count.Key], "The year before has no incidents of this category."))]);
    }

    private static FoundSignal Signal(Night night, Tested one, (int Now, int Before) city, int windows)
    {
        bool IsIn(int i) => night.Place[i] == one.Place
            && (one.Category == All ? night.IsFirst[i] : night.Category[i] == one.Category);
        var incidents = night.Now.Where(IsIn).ToList();
        var code = one.Category == All ? null : night.Categories[one.Category];
        var place = night.Places[one.Place];
        var at = night.Middle(incidents);
        var expected = (double)one.Before * city.Now / city.Before;
        var before = $"{windows * SignalRules.Weeks} weeks before";
        return new(SignalKind.RepeatPlace, $"{code ?? "*"}|{place}", code, night.NeighborhoodOf(incidents), place, at,
            Filter(night, place, code), one.Now, expected, Counts.RateRatio(one.Now, city.Now, one.Before, city.Before), one.P, 0,
            night.Details(["Period", "Here", "In the whole city"],
                [new($"{SignalRules.Weeks} weeks now", [one.Now, city.Now]), new(before, [one.Before, city.Before])],
                $"Expected: {one.Before:N0} × {city.Now:N0} / {city.Before:N0} = {SignalWords.Number(expected)}.", IsIn),
            night.Ids(IsIn));
    }

    private static IncidentFilter Filter(Night night, string place, string? code)
    {
        var filter = new IncidentFilter(From: night.From, To: night.Through, CategoryCode: code);
        if (Night.PointIn(place) is not var (north, east)) return filter with { Address = place };
        return filter with
        {
            Area = FormattableString.Invariant($"{north - HalfPoint:0.00000},{east - HalfPoint:0.00000};{north - HalfPoint:0.00000},")
                + FormattableString.Invariant($"{east + HalfPoint:0.00000};{north + HalfPoint:0.00000},{east + HalfPoint:0.00000};")
                + FormattableString.Invariant($"{north + HalfPoint:0.00000},{east - HalfPoint:0.00000}"),
        };
    }

    private static void Add<TKey>(Dictionary<TKey, (int Now, int Before)> counts, TKey key, bool isNow) where TKey : notnull
    {
        var (now, before) = counts.GetValueOrDefault(key);
        counts[key] = isNow ? (now + 1, before) : (now, before + 1);
    }
}
