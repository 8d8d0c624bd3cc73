using System.Diagnostics;
using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

/// <summary>
/// A night's signals over a million incidents of five years in a city of 20 by 20 kilometers, of which two in five are at 200 hot spots,
/// take at most 60 seconds and 1 GB on two processors.
/// </summary>
[NonParallelizable]
public sealed class MillionEventsTests
{
    private const int Events = 1_000_000, Addresses = 120_000;

    [TestCase(99, Category = "Soak")]
    public void Million_events_are_looked_through_within_a_minute(int shuffles)
    {
        var random = new Random(11);
        var spots = Enumerable.Range(0, 200).Select(_ => (Lat: Coordinate(), Lon: Coordinate())).ToList();
        var addresses = Enumerable.Range(0, Addresses).Select(i => i % 5 > 1 ? (44.9 + Coordinate(), -93.3 + Coordinate() * 1.4)
            : spots[i % 200] is var (lat, lon) ? (44.9 + lat + Near(), -93.3 + 1.4 * (lon + Near())) : default).ToList();
        (double Latitude, double Longitude)[] places = [.. Enumerable.Range(0, Events).Select(_ => addresses[random.Next(Addresses)])];
        DateOnly[] days = [.. places.Select(_ => new DateOnly(2021, 1, 1).AddDays(random.Next(1826)))];
        GC.Collect();
        var (all, before) = (Stopwatch.StartNew(), GC.GetTotalMemory(forceFullCollection: true));

        var placed = Timed("placing", () => Ground.Around(places)!.Place(places));
        var hot = Timed("hot spots", () => HotSpots.Of(new HexGrid(150).Count(placed)).Value!);
        var repeats = Timed("repeat places", () => Concentration.RepeatPlaces(places, 12).Value!);
        var table = Timed($"near repeats, {shuffles} shuffles",
            () => Knox.Test(placed, days, new([0, 100, 200, 300, 400], [0, 7, 14]), shuffles).Value!);
        var rising = Timed("rising series", () => RisingSeries.Rank(Enumerable.Range(0, 50_000).Select(key =>
            (key, 8, (IReadOnlyCollection<int>)[key % 9, key % 7, key % 5]))));

        using var process = Process.GetCurrentProcess();
        TestContext.Out.WriteLine($"all: {all.Elapsed.TotalSeconds:0.0} s, {process.PeakWorkingSet64 >> 20} MB in the process at most, "
            + $"{(GC.GetTotalMemory(false) - before) >> 20} MB kept, {table.Cells.Sum(cell => cell.Observed)} pairs");
        Assert.Multiple(() =>
        {
            Assert.That(all.Elapsed.TotalSeconds, Is.LessThan(60));
            Assert.That((placed.LeftOut, hot.Sum(hex => hex.Count), rising.Count), Is.EqualTo((0, Events, 50_000)));
            Assert.That(hot[0].Adjusted, Is.LessThan(1e-6));
            Assert.That(repeats.Top[0].Count, Is.GreaterThan(12));
            Assert.That(table.Cells.All(cell => Math.Abs(cell.Ratio!.Value - 1) < 0.2), Is.True, "days are by chance");
        });

        double Coordinate() => random.NextDouble() * 0.18;
        double Near() => (random.NextDouble() - 0.5) * 0.006;
    }

    private static T Timed<T>(string what, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        TestContext.Out.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.0} s");
        return result;
    }
}
