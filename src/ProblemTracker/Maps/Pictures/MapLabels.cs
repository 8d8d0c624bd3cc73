namespace ProblemTracker.Maps;

/// <summary>Finds places for the names on a map, so that none covers another or is cut off. Coordinates are those of the picture.</summary>
/// <param name="side">Of the picture.</param>
/// <param name="marks">Points to leave free.</param>
internal sealed class MapLabels(int side, IEnumerable<(int X, int Y)> marks)
{
    public const int AreaSize = 125;
    public const int StreetSize = 105;
    public const int LineHeight = 140;

    /// <summary>Characters of a line, so that a name stays in its neighborhood.</summary>
    private const int Line = 10;

    /// <summary>Of a letter to its size, on average.</summary>
    private const double LetterWidth = 0.58;

    private sealed record Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }

    private readonly List<Box> _taken = [.. marks.Select(mark => Around(mark.X, mark.Y, 220, 220))];

    /// <summary>Breaks a name into lines between its words.</summary>
    public static IReadOnlyList<string> Lines(string name)
    {
        var lines = new List<string>();
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (lines.Count > 0 && lines[^1].Length + word.Length < Line) lines[^1] += " " + word;
            else lines.Add(word);
        return lines;
    }

    /// <summary>Takes the place of a name around a point, if it is free.</summary>
    public bool Take(int x, int y, IReadOnlyList<string> lines) =>
        Take(Around(x, y, lines.Max(line => line.Length) * AreaSize * LetterWidth, lines.Count * LineHeight));

    /// <summary>Takes a place for a name along a street: in its middle, or else nearer to one end.</summary>
    /// <returns>Its middle and its turn in degrees; null if there is no place.</returns>
    public (int X, int Y, int Degrees)? Along(IReadOnlyList<(int X, int Y)> corners, string name)
    {
        var width = name.Length * StreetSize * LetterWidth;
        // The longest straight piece has the most room.
        var (from, to) = corners.Zip(corners.Skip(1)).MaxBy(piece => Length(piece.First, piece.Second));
        var length = Length(from, to);
        if (length < width * 1.1) return null;
        var turn = Math.Atan2(to.Y - from.Y, to.X - from.X);
        // Upright, whichever way the piece runs.
        if (Math.Abs(turn) > Math.PI / 2) turn -= Math.CopySign(Math.PI, turn);
        var (cos, sin) = (Math.Abs(Math.Cos(turn)), Math.Abs(Math.Sin(turn)));
        foreach (var part in new[] { 0.5, 0.3, 0.7, 0.15, 0.85 })
        {
            if (Math.Min(part, 1 - part) * length < width / 2) continue;
            var (x, y) = ((int)(from.X + part * (to.X - from.X)), (int)(from.Y + part * (to.Y - from.Y)));
            if (Take(Around(x, y, width * cos + StreetSize * sin, width * sin + StreetSize * cos)))
                return (x, y, (int)Math.Round(double.RadiansToDegrees(turn)));
        }
        return null;
    }

    private bool Take(Box box)
    {
        if (box.Left < 0 || box.Top < 0 || box.Right > side || box.Bottom > side || _taken.Any(box.Meets)) return false;
        _taken.Add(box);
        return true;
    }

    private static Box Around(double x, double y, double width, double height) =>
        new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    private static double Length((int X, int Y) one, (int X, int Y) other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
