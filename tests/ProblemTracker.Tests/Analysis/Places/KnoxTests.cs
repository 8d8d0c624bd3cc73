using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class KnoxTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    private static readonly PlacedEvents Seven = Placed([0, 0, 50, 199.9, 200, 400, 1000], [0, 0, 0, 0, 0, 0, 1000]);

    private static readonly DateOnly[] SevenDays = [.. new[] { 0, 1, 1, 2, 4, 4, 9 }.Select(First.AddDays)];

    private static readonly KnoxBands Bands = new([0, 200, 400, 600], [0, 2, 4, 8]);

    private static readonly long[] Observed = [1, 0, 0, 4, 3, 0, 1, 3, 1, 0, 1, 1];

    private static readonly double[] Expected =
    [
        0.285714285714, 0.333333333333, 0.238095238095, 2.0, 2.33333333333, 1.66666666667, 1.42857142857, 1.66666666667, 1.19047619048,
        0.571428571429, 0.666666666667, 0.47619047619,
    ];

    private static readonly double[] ExactP =
    [
        0.285714285714, 1.0, 1.0, 0.0857142857143, 0.428571428571, 1.0, 0.84126984127, 0.179365079365, 0.779365079365, 1.0,
        0.561904761905, 0.419047619048,
    ];

    /// <summary>Case knox-exact-7 of the reference for developers: all 5,040 permutations.</summary>
    [Test]
    public void Table_of_all_shuffles_matches_the_reference()
    {
        var table = Knox.Test(Seven, SevenDays, Bands, shuffles: 5040).Value!;
        Assert.That((table.Shuffles, table.AllShuffles), Is.EqualTo((5040, true)));
        Assert.That(table.Cells.Select(cell => cell.Observed), Is.EqualTo(Observed));
        Near.Equal([.. table.Cells.Select(cell => cell.Expected)], Expected);
        Near.Equal([.. table.Cells.Select(cell => cell.P)], ExactP);
        Near.Equal([.. table.Cells.Select(cell => cell.Ratio!.Value)],
        [
            3.5, 0.0, 0.0, 2.0, 1.28571428571, 0.0, 0.7, 1.8, 0.84, 0.0, 1.5, 2.1,
        ]);
        Assert.That(table.Cells.Select(cell => (cell.MetersFrom, cell.MetersTo)).Distinct(),
            Is.EqualTo(new[] { (0.0, 0.0), (0.0, 200.0), (200.0, 400.0), (400.0, 600.0) }));
        Assert.That(table.Cells.Take(3).Select(cell => (cell.DaysFrom, cell.DaysTo)), Is.EqualTo(new[] { (0, 2), (2, 4), (4, 8) }));
    }

    /// <summary>The same case with 999 random shuffles: (k + 1)/(n + 1) within four standard errors.</summary>
    [Test]
    public void Random_shuffles_come_close_to_all_shuffles_and_the_same_seed_gives_the_same_table()
    {
        var (one, same, other) = (Knox.Test(Seven, SevenDays, Bands).Value!, Knox.Test(Seven, SevenDays, Bands).Value!,
            Knox.Test(Seven, SevenDays, Bands, seed: 2).Value!);
        Assert.That(one.AllShuffles, Is.False);
        Assert.That(same.Cells, Is.EqualTo(one.Cells));
        Assert.That(other.Cells, Is.Not.EqualTo(one.Cells));
        foreach (var (cell, p, expected) in one.Cells.Zip(ExactP, Expected))
        {
            Assert.That(cell.P, Is.EqualTo(p).Within(4 * Math.Sqrt(p * (1 - p) / 999) + 0.001));
            Assert.That(cell.Expected, Is.EqualTo(expected).Within(0.15));
        }
    }

    /// <summary>Compares with every pair, one by one.</summary>
    [FsCheck.NUnit.Property(MaxTest = 50)]
    public bool Every_pair_is_in_the_band_of_its_distance_and_days(byte[] east, byte[] north, byte[] day)
    {
        var n = Math.Min(east.Length, Math.Min(north.Length, day.Length));
        double[] x = [.. east.Take(n).Select(e => e * 7.0)], y = [.. north.Take(n).Select(e => e * 5.0)];
        DateOnly[] days = [.. day.Take(n).Select(d => First.AddDays(d % 40))];
        var bands = new KnoxBands([10, 60, 150], [1, 3, 9]);
        var found = Knox.Test(Placed(x, y), days, bands, shuffles: 1);
        if (found.Value is not { } table) return found.Why is not null;
        var pairs = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, i).Select(j =>
            (Apart: Math.Sqrt((x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j])),
                Days: Math.Abs(days[i].DayNumber - days[j].DayNumber)))).ToList();
        return table.Cells.All(cell => cell.Observed == pairs.Count(pair => pair.Days >= cell.DaysFrom && pair.Days < cell.DaysTo
            && (cell.MetersTo == 0 ? pair.Apart == 0 : pair.Apart > 0 && pair.Apart >= cell.MetersFrom && pair.Apart < cell.MetersTo)));
    }

    [Test]
    public void Order_of_the_events_and_the_first_day_do_not_matter()
    {
        int[] order = [3, 6, 0, 5, 1, 4, 2];
        var moved = Knox.Test(Placed([.. order.Select(i => Seven.East[i])], [.. order.Select(i => Seven.North[i])]),
            [.. order.Select(i => SevenDays[i].AddDays(1000))], Bands, shuffles: 5040).Value!;
        Near.Equal([.. moved.Cells.Select(cell => cell.P)], ExactP);
    }

    [Test]
    public void Repeats_next_door_within_days_are_found_and_chance_is_not()
    {
        var random = new Random(7);
        List<double> east = [], north = [];
        List<DateOnly> days = [];
        void Add(double x, double y, int day) { east.Add(x); north.Add(y); days.Add(First.AddDays(day)); }
        for (var i = 0; i < 300; i++)
        {
            var (x, y, day) = (random.NextDouble() * 5000, random.NextDouble() * 5000, random.Next(360));
            Add(x, y, day);
            if (i % 5 == 0) Add(x + random.Next(-80, 80), y + random.Next(-80, 80), day + random.Next(7));
        }
        var table = Knox.Test(Placed([.. east], [.. north]), days, new([0, 150, 300, 450], [0, 7, 14, 21]), shuffles: 199).Value!;
        var near = table.Cells[3];
        Assert.That((near.P, near.Ratio > 3), Is.EqualTo((1 / 200.0, true)));
        Assert.That(table.Cells.Skip(4).Count(cell => cell.P < 0.02), Is.LessThan(2));
    }

    [Test]
    public void Tables_that_can_not_be_made_have_a_reason()
    {
        Assert.That(Knox.Test(Placed([], []), [], Bands).Why, Is.EqualTo(NoResult.OneValue));
        Assert.That(Knox.Test(Placed([1], [1]), [First], Bands).Why, Is.EqualTo(NoResult.OneValue));
        Assert.That(Knox.Test(Placed([1, 1], [1, 1]), [First, First.AddDays(1)], Bands).Why, Is.EqualTo(NoResult.OnePlace));
        Assert.That(Knox.Test(Placed([1, 2], [1, 1]), [First, First], Bands).Why, Is.EqualTo(NoResult.OneDay));
        Assert.Throws<ArgumentException>(() => Knox.Test(Placed([1, 2], [1, 1]), [First], Bands));
        foreach (var bands in new KnoxBands[] { new([0], [0, 1]), new([0, 0], [0, 1]), new([-1, 5], [0, 1]), new([0, 5], [2, 1]) })
            Assert.Throws<ArgumentException>(() => Knox.Test(Placed([1, 2], [1, 1]), [First, First.AddDays(1)], bands));
    }

    private static PlacedEvents Placed(double[] east, double[] north) => new(east, north, [.. Enumerable.Range(0, east.Length)], 0);
}
