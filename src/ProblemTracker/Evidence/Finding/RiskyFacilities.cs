using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>An organization of the directory with its street and number as incidents have it.</summary>
internal sealed record Facility(long Id, string Name, StakeholderKind Kind, string Address);

/// <summary>
/// Facilities with more incidents at their address than others of their kind (Eck, Clarke and Guerette 2007, <i>Crime Prevention
/// Studies</i> 21:225): a few of a kind have most. Given the incidents of all, those of one are binomial with an equal share.
/// </summary>
internal static class RiskyFacilities
{
    /// <summary>Facilities of a kind with which comparing them begins to make sense.</summary>
    private const int Fewest = 10;

    /// <summary>Rows of the table.</summary>
    private const int Shown = 10;

    private sealed record Tested(Facility One, int Place, int Here, int Elsewhere, IReadOnlyList<(Facility One, int Count)> Kind, double P);

    public static Findings Find(Night night, IEnumerable<Facility> facilities)
    {
        Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < night.Places.Count; place++) places.TryAdd(night.Places[place], place);
        var counts = new int[night.Places.Count];
        foreach (var i in night.Now)
            if (night.Place[i] >= 0 && night.IsFirst[i]) counts[night.Place[i]]++;
        List<Tested> tested = [];
        List<SkippedTest> skipped = [];
        // Two at one address are one facility.
        foreach (var kind in facilities.Where(one => places.ContainsKey(one.Address)).DistinctBy(one => places[one.Address])
            .GroupBy(one => one.Kind))
        {
            if (kind.Count() < Fewest)
            {
                skipped.Add(new(SignalKind.RiskyFacility, Wording.Of(kind.Key),
                    $"Fewer than {Fewest} of this kind in the directory have an address with incidents."));
                continue;
            }
            var all = kind.Select(one => (One: one, Count: counts[places[one.Address]])).OrderByDescending(one => one.Count).ToList();
            var sum = all.Sum(one => one.Count);
            tested.AddRange(all.Select(one => new Tested(one.One, places[one.One.Address], one.Count, sum - one.Count, all,
                Finding.Higher(one.Count, 1, sum - one.Count, all.Count - 1))));
        }
        if (tested.Count == 0 && skipped.Count == 0)
            skipped.Add(new(SignalKind.RiskyFacility, "All kinds", "No organization of the directory has an address with incidents."));
        return new(SignalKind.RiskyFacility, tested.Count,
            [.. Finding.Within(SignalKind.RiskyFacility, tested, one => one.P).Select(one => Signal(night, one))], skipped);
    }

    private static FoundSignal Signal(Night night, Tested one)
    {
        bool IsIn(int i) => night.Place[i] == one.Place && night.IsFirst[i];
        var incidents = night.Now.Where(IsIn).ToList();
        var others = one.Kind.Count - 1;
        var expected = (double)one.Elsewhere / others;
        return new(SignalKind.RiskyFacility, FormattableString.Invariant($"{one.One.Kind}|{one.One.Id}"), null,
            night.NeighborhoodOf(incidents), $"{one.One.Name}, {night.Places[one.Place]}", night.Middle(incidents),
            new(From: night.From, To: night.Through, Address: night.Places[one.Place]), one.Here, expected,
            Counts.RateRatio(one.Here, 1, one.Elsewhere, others), one.P, others,
            night.Details(["Facility", "Incidents"],
                [.. one.Kind.Take(Shown).Select(other => new SignalRow(other.One.Name, [other.Count])),
                    new("All others together", [one.Kind.Skip(Shown).Sum(other => other.Count)])],
                $"Expected: {one.Elsewhere:N0} at the others / {others} others = {SignalWords.Number(expected)}.", IsIn),
            night.Ids(IsIn));
    }
}
