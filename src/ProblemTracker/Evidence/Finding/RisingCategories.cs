using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>
/// Categories with more incidents than in the same weeks of earlier years, in one neighborhood or in the whole city. The p is the exact
/// conditional one, which is a little more careful than the predictive one.
/// </summary>
internal static class RisingCategories
{
    private sealed record Tested(long? Neighborhood, int Category, IReadOnlyList<int> Earlier, RisingCount Rise)
    {
        public double P => Rise.Now < SignalRules.FewestIncidents || Rise.Now <= Rise.Expected ? 1 : Rise.Conditional;
    }

    public static Findings Find(Night night)
    {
        var years = night.Years.Where(year => night.Covers(year.From)).ToList();
        if (years.Count == 0)
            return new(SignalKind.RisingSeries, 0, [],
                [new(SignalKind.RisingSeries, "All series", NoResult.NoEarlierYears.Sentence())]);
        Dictionary<(long? Neighborhood, int Category), int> now = [];
        foreach (var i in night.Now)
        {
            Add((null, night.Category[i]));
            if (night.Neighborhood[i] > 0) Add((night.Neighborhood[i], night.Category[i]));
        }
        List<Tested> tested = [];
        List<SkippedTest> skipped = [];
        foreach (var ((neighborhood, category), count) in now)
        {
            if (years.All(year => year.Of(null, category) == 0))
            {
                if (neighborhood is null)
                    skipped.Add(new(SignalKind.RisingSeries, night.Categories[category],
                        "Earlier years have no incidents of this category."));
                continue;
            }
            int[] earlier = [.. years.Select(year => year.Of(neighborhood, category))];
            if (Finding.CanBeFound(count + earlier.Sum(), 1.0 / (years.Count + 1)))
                tested.Add(new(neighborhood, category, earlier, RisingSeries.Test(count, earlier).Value!));
        }
        return new(SignalKind.RisingSeries, tested.Count,
            [.. Finding.Within(SignalKind.RisingSeries, tested, one => one.P).Select(one => Signal(night, one, years))], skipped);

        void Add((long?, int) series) => now[series] = now.GetValueOrDefault(series) + 1;
    }

    private static FoundSignal Signal(Night night, Tested one, List<EarlierYear> years)
    {
        bool IsIn(int i) => night.Category[i] == one.Category && (one.Neighborhood is null || night.Neighborhood[i] == one.Neighborhood);
        var code = night.Categories[one.Category];
        var sum = one.Earlier.Sum();
        return new(SignalKind.RisingSeries, FormattableString.Invariant($"{code}|{one.Neighborhood}"), code,
            one.Neighborhood, null, null,
            new(From: night.From, To: night.Through, CategoryCode: code, NeighborhoodId: one.Neighborhood), one.Rise.Now,
            one.Rise.Expected, Counts.RateRatio(one.Rise.Now, 1, sum, years.Count), one.P, years.Count,
            night.Details(["Period", "Incidents"],
                [new(Span(night.From, night.Through), [one.Rise.Now]),
                    .. years.Select((year, i) => new SignalRow(Span(year.From, year.To), [one.Earlier[i]]))],
                years.Count == 1 ? $"Expected: the {sum:N0} of the year before."
                    : $"Expected: {sum:N0} / {years.Count} earlier years = {SignalWords.Number(one.Rise.Expected)}.", IsIn),
            night.Ids(IsIn));
    }

    private static string Span(DateOnly from, DateOnly to) => $"{DateText.Date(from)} to {DateText.Date(to)}";
}
