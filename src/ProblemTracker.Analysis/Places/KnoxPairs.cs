namespace ProblemTracker.Analysis;

/// <summary>
/// Counts pairs near in space and time. Events are sorted into squares as wide as the largest distance, and by day within a square. Each
/// square is compared with itself and with four of its neighbors, which covers each pair of squares once; two marks move along by day.
/// </summary>
internal sealed class KnoxPairs
{
    private readonly int[] _days, _square, _starts, _bandOfDays;

    /// <summary>Of each square the neighbors to the east and in the row to the north, as far as there are events in them.</summary>
    private readonly int[][] _ahead;

    private readonly double[] _east, _north, _edges;

    private readonly int _dayBands;

    public KnoxPairs(PlacedEvents events, IReadOnlyList<DateOnly> days, KnoxBands bands)
    {
        if (!IsUpward(bands.Meters) || !IsUpward([.. bands.Days.Select(day => (double)day)]))
            throw new ArgumentException("Bands go upward from 0 or more and have at least two edges.", nameof(bands));
        var n = days.Count;
        _dayBands = bands.Days.Count - 1;
        _edges = [.. bands.Meters.Select(edge => edge * edge)];
        _bandOfDays = [.. Enumerable.Range(0, bands.Days[^1]).Select(apart => bands.Days.TakeWhile(edge => edge <= apart).Count() - 1)];
        var side = bands.Meters[^1];
        (double West, double South) corner = (events.East.Min(), events.North.Min());
        var places = Enumerable.Range(0, n).Select(i =>
            (X: (int)((events.East[i] - corner.West) / side), Y: (int)((events.North[i] - corner.South) / side))).ToArray();
        // By square, so that the events of a square and its neighbors are near each other in memory.
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort([.. places.Select(place => ((long)place.Y << 32) + place.X)], order);
        (_east, _north) = ([.. order.Select(i => events.East[i])], [.. order.Select(i => events.North[i])]);
        Dictionary<(int X, int Y), int> squares = [];
        List<int> starts = [];
        _square = new int[n];
        for (var i = 0; i < n; i++)
        {
            var place = places[order[i]];
            if (squares.TryAdd(place, squares.Count)) starts.Add(i);
            _square[i] = squares.Count - 1;
        }
        _starts = [.. starts, n];
        _ahead = [.. squares.Keys.Select(place => (int[])[.. new[] { (1, 0), (-1, 1), (0, 1), (1, 1) }
            .Select(step => squares.GetValueOrDefault((place.X + step.Item1, place.Y + step.Item2), -1)).Where(square => square >= 0)])];
        // Days in order, and which event has each of them in truth.
        Given = [.. Enumerable.Range(0, n)];
        _days = [.. order.Select(i => days[i].DayNumber)];
        Array.Sort(_days, Given);
    }

    /// <summary>For each day in order, the event that has it.</summary>
    public int[] Given { get; }

    /// <summary>The cells, without numbers: one place first, then by distance; within it by days.</summary>
    public IEnumerable<KnoxCell> Cells
    {
        get
        {
            for (var row = -1; row < _edges.Length - 1; row++)
                for (var column = 0; column < _dayBands; column++)
                {
                    var (from, to) = row < 0 ? (0, 0) : (Math.Sqrt(_edges[row]), Math.Sqrt(_edges[row + 1]));
                    yield return new(from, to, _bandOfDays.AsSpan().IndexOf(column), _bandOfDays.AsSpan().LastIndexOf(column) + 1, 0, 0, 0);
                }
        }
    }

    /// <summary>Pairs of each cell if the days, in order, belong to these events.</summary>
    public long[] Count(int[] order)
    {
        var dated = new Dated[order.Length];
        int[] ends = [.. _starts[..^1]];
        // Appended by day, so that each square is sorted by day.
        for (var k = 0; k < order.Length; k++)
        {
            var item = order[k];
            dated[ends[_square[item]]++] = new(_east[item], _north[item], _days[k]);
        }
        var counts = new long[_edges.Length * _dayBands];
        for (var square = 0; square < _ahead.Length; square++)
        {
            ReadOnlySpan<Dated> own = dated.AsSpan(_starts[square].._starts[square + 1]);
            for (var (i, first) = (0, 0); i < own.Length; i++)
            {
                while (own[first].Day <= own[i].Day - _bandOfDays.Length) first++;
                Add(own[i], own[first..i], counts);
            }
            foreach (var next in _ahead[square])
            {
                ReadOnlySpan<Dated> others = dated.AsSpan(_starts[next].._starts[next + 1]);
                var (first, end) = (0, 0);
                foreach (ref readonly var one in own)
                {
                    while (first < others.Length && others[first].Day <= one.Day - _bandOfDays.Length) first++;
                    while (end < others.Length && others[end].Day < one.Day + _bandOfDays.Length) end++;
                    Add(one, others[first..end], counts);
                }
            }
        }
        return counts;
    }

    private void Add(in Dated one, ReadOnlySpan<Dated> others, long[] counts)
    {
        double x = one.East, y = one.North;
        var (edges, bandOfDays) = (_edges, _bandOfDays);
        double nearest = edges[0], farthest = edges[^1];
        foreach (ref readonly var other in others)
        {
            double aside = other.East - x, ahead = other.North - y;
            var apart = aside * aside + ahead * ahead;
            if (apart >= farthest) continue;
            var column = bandOfDays[Math.Abs(one.Day - other.Day)];
            if (column < 0) continue;
            var row = 0;
            if (apart > 0)
            {
                if (apart < nearest) continue;
                for (row = 1; apart >= edges[row];) row++;
            }
            counts[row * _dayBands + column]++;
        }
    }

    private static bool IsUpward(IReadOnlyList<double> edges) => edges.Count >= 2 && edges[0] >= 0 && double.IsFinite(edges[^1])
        && Enumerable.Range(1, edges.Count - 1).All(i => edges[i] > edges[i - 1]);

    private readonly record struct Dated(double East, double North, int Day);
}
