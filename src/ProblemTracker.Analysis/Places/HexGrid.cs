namespace ProblemTracker.Analysis;

/// <summary>A hexagon by its axial coordinates: Q counts to the east, R to the north-east.</summary>
public readonly record struct Hex(int Q, int R)
{
    /// <summary>The hexagon itself and the six around it.</summary>
    public IEnumerable<Hex> Disk() =>
        [this, new(Q + 1, R), new(Q - 1, R), new(Q, R + 1), new(Q, R - 1), new(Q + 1, R - 1), new(Q - 1, R + 1)];
}

/// <summary>
/// Hexagons with a corner to the north on the plane of a <see cref="Ground"/>, one of them around its center (Patel, <i>Hexagonal
/// Grids</i>, redblobgames.com, axial coordinates).
/// </summary>
/// <param name="width">Meters between the centers of neighbors, which is also the distance of opposite sides.</param>
public sealed class HexGrid(double width)
{
    private static readonly double Root3 = Math.Sqrt(3);

    private readonly double _width = width > 0 && double.IsFinite(width) ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "A hexagon must have a width.");

    public Hex Of(double east, double north)
    {
        double r = north / (_width * Root3 / 2), q = east / _width - r / 2, s = -q - r;
        double roundQ = Math.Round(q), roundR = Math.Round(r), roundS = Math.Round(s);
        double offQ = Math.Abs(roundQ - q), offR = Math.Abs(roundR - r), offS = Math.Abs(roundS - s);
        // The three must add up to zero: the one rounded farthest gives way.
        if (offQ > offR && offQ > offS) roundQ = -roundR - roundS;
        else if (offR > offS) roundR = -roundQ - roundS;
        return new((int)roundQ, (int)roundR);
    }

    public (double East, double North) Center(Hex hex) => (_width * (hex.Q + hex.R / 2.0), _width * Root3 / 2 * hex.R);

    /// <summary>The six corners, for drawing; the northern one first, clockwise.</summary>
    public IReadOnlyList<(double East, double North)> Corners(Hex hex)
    {
        var (east, north) = Center(hex);
        return [.. Enumerable.Range(0, 6).Select(i => (east + _width / Root3 * Math.Sin(Math.PI / 3 * i),
            north + _width / Root3 * Math.Cos(Math.PI / 3 * i)))];
    }

    public Dictionary<Hex, int> Count(PlacedEvents events)
    {
        Dictionary<Hex, int> counts = [];
        for (var i = 0; i < events.East.Length; i++)
        {
            var hex = Of(events.East[i], events.North[i]);
            counts[hex] = counts.GetValueOrDefault(hex) + 1;
        }
        return counts;
    }
}
