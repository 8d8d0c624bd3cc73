using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class HotSpotsTests
{
    /// <summary>Case gi-star-grid-rook of the reference for developers: spdep 1.2.7 localG, R 4.2.2. Five by five cells.</summary>
    [Test]
    public void Hot_spots_match_the_reference()
    {
        double[] counts = [0, 1, 0, 2, 1, 1, 0, 3, 1, 0, 2, 4, 9, 7, 1, 0, 3, 8, 6, 2, 1, 0, 2, 1, 0];
        int[][] neighbors = [.. Enumerable.Range(0, 25).Select(i => (int[])[.. Enumerable.Range(0, 25)
            .Where(j => Math.Abs(i / 5 - j / 5) + Math.Abs(i % 5 - j % 5) <= 1)])];
        var found = HotSpots.GiStar(counts, neighbors).Value!;
        Near.Equal([.. found.Select(one => one.Z)],
        [
            -1.07648366756, -1.61799263661, -0.580817869552, -0.995687776374, -0.842465478962, -1.20312272979, -0.380234550315,
            0.380234550315, 0.380234550315, -1.20312272979, -0.37338291614, 1.3308209261, 3.80234550315, 2.47152457704, 0.248921944093,
            -0.580817869552, 0.760469100629, 3.23199367767, 2.47152457704, 0.0414869906823, -1.31050185616, -0.580817869552,
            0.456356897505, 0.0414869906823, -0.842465478962,
        ]);
        Near.Equal([.. found.Select(one => one.P)],
        [
            0.859144499295, 0.947167907724, 0.719318394883, 0.840299064445, 0.800236272582, 0.885535584635, 0.648114342803,
            0.351885657197, 0.351885657197, 0.885535584635, 0.645568263705, 0.0916239703355, 7.16663246832e-05, 0.00672691515797,
            0.401710580262, 0.719318394883, 0.223487116198, 0.000614648879571, 0.00672691515797, 0.483453831929, 0.904986941648,
            0.719318394883, 0.324066677632, 0.483453831929, 0.800236272582,
        ]);
        Near.Equal([.. found.Select(one => one.TwoSided)],
        [
            0.281711001411, 0.105664184551, 0.561363210234, 0.319401871111, 0.399527454835, 0.22892883073, 0.703771314394,
            0.703771314394, 0.703771314394, 0.22892883073, 0.70886347259, 0.183247940671, 0.000143332649366, 0.0134538303159,
            0.803421160524, 0.561363210234, 0.446974232396, 0.00122929775914, 0.0134538303159, 0.966907663858, 0.190026116704,
            0.561363210234, 0.648133355264, 0.966907663858, 0.399527454835,
        ]);
        Near.Equal(FalseDiscovery.Adjust([.. found.Select(one => one.P)]),
        [
            0.942694730883, 0.947167907724, 0.942694730883, 0.942694730883, 0.942694730883, 0.942694730883, 0.942694730883,
            0.942694730883, 0.942694730883, 0.942694730883, 0.942694730883, 0.458119851678, 0.00179165811708, 0.0420432197373,
            0.942694730883, 0.942694730883, 0.931196317492, 0.00768311099464, 0.0420432197373, 0.942694730883, 0.942694730883,
            0.942694730883, 0.942694730883, 0.942694730883, 0.942694730883,
        ]);
        Near.Equal(FalseDiscovery.Adjust([.. found.Select(one => one.TwoSided)]),
        [
            0.704277503527, 0.528320922755, 0.805526673397, 0.725913343433, 0.768322028529, 0.635913418696, 0.805526673397,
            0.805526673397, 0.805526673397, 0.635913418696, 0.805526673397, 0.635913418696, 0.00358331623416, 0.0840864394746,
            0.873283870135, 0.805526673397, 0.798168272136, 0.0153662219893, 0.0840864394746, 0.966907663858, 0.635913418696,
            0.805526673397, 0.805526673397, 0.966907663858, 0.768322028529,
        ]);
    }

    [Test]
    public void Maps_without_differences_have_a_reason()
    {
        Assert.That(HotSpots.GiStar([], []).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(HotSpots.GiStar([3], [[0]]).Why, Is.EqualTo(NoResult.OneValue));
        Assert.That(HotSpots.GiStar([3, 3], [[0], [1]]).Why, Is.EqualTo(NoResult.Constant));
        Assert.That(HotSpots.GiStar([3, 4], [[0, 1], [0, 1]]).Value, Is.All.EqualTo(new LocalStatistic(0, 0.5, 1)));
        Assert.That(HotSpots.Of(new Dictionary<Hex, int>()).Why, Is.EqualTo(NoResult.Empty));
        Assert.Throws<ArgumentException>(() => HotSpots.GiStar([3, 4], [[0]]));
    }

    [Test]
    public void Cluster_is_found_and_scattered_events_are_not()
    {
        var random = new Random(4);
        Dictionary<Hex, int> counts = [];
        for (var q = -15; q <= 15; q++)
            for (var r = -15; r <= 15; r++) counts[new(q, r)] = 1 + random.Next(3);
        foreach (var hex in new Hex(3, -4).Disk()) counts[hex] = 9;
        var found = HotSpots.Of(counts).Value!;
        Assert.That(found[0].Hex, Is.EqualTo(new Hex(3, -4)));
        var hot = found.Where(hex => hex.Adjusted < 0.01).Select(hex => hex.Hex).ToList();
        Assert.That(hot, Is.SupersetOf(new Hex(3, -4).Disk()));
        Assert.That(hot.All(hex => hex.Disk().Any(near => new Hex(3, -4).Disk().Contains(near))), Is.True);
    }

    [Test]
    public void More_empty_hexagons_of_the_city_make_the_others_hotter()
    {
        Dictionary<Hex, int> counts = new() { [new(0, 0)] = 5, [new(1, 0)] = 3, [new(4, 4)] = 1 };
        var city = Enumerable.Range(-20, 41).SelectMany(q => Enumerable.Range(-20, 41).Select(r => new Hex(q, r)));
        var (near, far) = (HotSpots.Of(counts).Value!, HotSpots.Of(counts, city).Value!);
        Assert.That(far[0].Z, Is.GreaterThan(near[0].Z));
        Assert.That(far.Select(hex => hex.Hex), Is.EquivalentTo(counts.Keys));
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public bool Twice_the_events_are_as_hot(byte[] given)
    {
        if (given.Length == 0) return true;
        Dictionary<Hex, int> once = [], twice = [];
        foreach (var (i, count) in given.Index()) (once[new(i % 7, i / 7)], twice[new(i % 7, i / 7)]) = (count, 2 * count);
        var (one, other) = (HotSpots.Of(once), HotSpots.Of(twice));
        return one.Why == other.Why && (one.Value is null
            || one.Value.Zip(other.Value!, (a, b) => Math.Abs(a.Z - b.Z) < 1e-9 && double.IsFinite(a.Z)).All(same => same));
    }
}
