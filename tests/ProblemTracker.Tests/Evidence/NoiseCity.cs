using ProblemTracker.Domain;
using ProblemTracker.Evidence;

namespace ProblemTracker.Tests.Evidence;

/// <summary>
/// A city in which nothing but chance happens: places and categories differ in how busy they are, and the summer is busier, but what
/// happens where and when is independent.
/// </summary>
internal static class NoiseCity
{
    private const int Places = 400, Categories = 12;

    public static readonly DateOnly Through = new(2026, 3, 1);

    /// <param name="perDay">Mean number of incidents on a day.</param>
    public static Night Night(int seed, double perDay = 15)
    {
        var random = new Random(seed);
        // The same city every night.
        var made = new Random(7);
        var places = Enumerable.Range(0, Places).Select(i => (Name: $"{i} Main Street",
            // Facilities are alike, or some of them would really be riskier.
            Weight: i % 10 == 0 ? 0.15 : Math.Pow(made.NextDouble(), 3) + 0.02,
            North: 43.5 + made.NextDouble() * 0.05, East: -77.5 + made.NextDouble() * 0.07)).ToArray();
        var byPlace = Ends(places.Select(place => place.Weight));
        var byCategory = Ends(Enumerable.Range(1, Categories).Select(k => 1.0 / k));
        var night = new Night(Through);
        long id = 0;
        for (var day = night.First; day <= Through; day = day.AddDays(1))
        {
            var count = Poisson(random, perDay * (1 + 0.3 * Math.Cos((day.DayOfYear - 200) * 2 * Math.PI / 365)));
            for (var i = 0; i < count; i++)
            {
                var (at, kind) = (Draw(random, byPlace), Draw(random, byCategory));
                var place = places[at];
                night.Add(++id, day, $"kind{kind}", 1 + at % 8, place.North, place.East, place.Name, null);
            }
        }
        return night;
    }

    public static IEnumerable<Findings> Find(Night night) =>
    [
        RepeatPlaces.Find(night), Gatherings.Find(night), NearRepeats.Find(night, default), RisingCategories.Find(night),
        RiskyFacilities.Find(night, Enumerable.Range(0, 40).Select(i =>
            new Facility(i, $"Bar {i}", StakeholderKind.Business, $"{i * 10} Main Street"))),
    ];

    private static double[] Ends(IEnumerable<double> weights)
    {
        var sum = 0.0;
        double[] ends = [.. weights.Select(weight => sum += weight)];
        return [.. ends.Select(end => end / sum)];
    }

    private static int Draw(Random random, double[] ends)
    {
        var at = Array.BinarySearch(ends, random.NextDouble());
        return Math.Min(at >= 0 ? at + 1 : ~at, ends.Length - 1);
    }

    private static int Poisson(Random random, double mean)
    {
        var (count, left) = (0, Math.Exp(-mean));
        for (var product = random.NextDouble(); product > left; product *= random.NextDouble()) count++;
        return count;
    }
}
