namespace ProblemTracker.Maps;

/// <summary>
/// A grid of hexagons with a corner to the north on a Web Mercator map, on which the world is 1 wide. A grid's width is a power of two, so
/// that hexagons stay where they are while the map is moved.
/// </summary>
internal static class Hexagons
{
    /// <summary>Fewest hexagons across a view; at most twice as many.</summary>
    private const int Fewest = 24;
    private const double NarrowestView = 1e-6;
    private const double FarthestNorth = 85.05112878;

    public static double WidthFor(MapBox box)
    {
        var ((left, top), (right, bottom)) = (Project(box.North, box.West), Project(box.South, box.East));
        var longest = Math.Max(NarrowestView, Math.Max(right - left, bottom - top));
        return Math.Pow(2, Math.Floor(Math.Log2(longest / Fewest)));
    }

    /// <summary>The hexagon of a point: the number of its row and, in half widths, its place in the row.</summary>
    public static (int Row, int Half) Of(double latitude, double longitude, double width)
    {
        var (x, y) = Project(latitude, longitude);
        (x, y) = (x / width, y / RowHeight(width));
        var row = (int)Math.Round(y);
        var column = (int)Math.Round(x - Odd(row) / 2.0);
        var below = y - row;
        if (Math.Abs(below) * 3 > 1)
        {
            // The corner may belong to the neighbor in the next row. Distances along y count for less, as rows are closer than columns.
            var aside = x - Odd(row) / 2.0 - column;
            var nextRow = row + (below < 0 ? -1 : 1);
            var nextColumn = (int)Math.Round(x - Odd(nextRow) / 2.0);
            var (nextAside, nextBelow) = (x - Odd(nextRow) / 2.0 - nextColumn, y - nextRow);
            if (Square(nextAside, nextBelow) < Square(aside, below)) (row, column) = (nextRow, nextColumn);
        }
        return (row, 2 * column + Odd(row));
    }

    /// <summary>The center of a hexagon, in degrees.</summary>
    public static (double Latitude, double Longitude) Center((int Row, int Half) cell, double width)
    {
        var (x, y) = (cell.Half * width / 2, cell.Row * RowHeight(width));
        return (double.RadiansToDegrees(Math.Atan(Math.Sinh(Math.PI * (1 - 2 * y)))), x * 360 - 180);
    }

    private static double RowHeight(double width) => width * Math.Sqrt(3) / 2;

    private static int Odd(int row) => row & 1;

    private static double Square(double aside, double below) => aside * aside + below * below * 3 / 4;

    private static (double X, double Y) Project(double latitude, double longitude)
    {
        var sine = Math.Sin(double.DegreesToRadians(Math.Clamp(latitude, -FarthestNorth, FarthestNorth)));
        return ((longitude + 180) / 360, 0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI));
    }
}
