using System.Globalization;

namespace ProblemTracker.Shared;

/// <param name="Name"><c>2026-03</c></param>
internal sealed record ChartMonth(string Name, int Count);

/// <summary>Columns by month with axes and their words, for reports that are printed and passed on.</summary>
internal static class MonthChart
{
    private const int Width = 720, Height = 250, Left = 44, Right = 12, Top = 30, Bottom = 34;
    private const double Letters = 13;

    /// <summary>Names below the axis, at most.</summary>
    private const int MostNames = 9;

    private static readonly Paint
        Before = new("#9dc3e8"), After = new("#162e51"), Grid = new("none", "#c9c9c9", 1), Axis = new("none", "#71767a", 1),
        Start = new("none", "#1b1b1b", 1.5), Ink = new("#1b1b1b");

    /// <param name="months">At least one.</param>
    /// <param name="start">The month in which something started; null if nothing did.</param>
    public static Drawing Draw(IReadOnlyList<ChartMonth> months, int? start)
    {
        var step = Step(months.Max(month => month.Count));
        var most = step * Math.Max(1, (int)Math.Ceiling(months.Max(month => month.Count) / (double)step));
        var each = (double)(Width - Left - Right) / months.Count;
        var drawing = new Drawing(Width, Height, "report-chart");
        foreach (var value in Enumerable.Range(0, most / step + 1).Select(line => line * step))
            drawing.Add(Line(Left, Y(value), Width - Right, Y(value), value == 0 ? Axis : Grid),
                new Label(Left - 6, Y(value) + 4, [value.ToString("N0", CultureInfo.InvariantCulture)], Letters, Ink, "ink", Anchor.End));
        var apart = (int)Math.Ceiling(months.Count / (double)MostNames);
        for (var i = 0; i < months.Count; i++)
        {
            var x = Left + i * each;
            if (months[i].Count > 0)
                drawing.Add(new Box(x + each * 0.1, Y(months[i].Count), each * 0.8, Height - Bottom - Y(months[i].Count),
                    start <= i ? After : Before));
            if (i % apart == 0) drawing.Add(new Label(x + each / 2, Height - Bottom + 18, [months[i].Name], Letters, Ink, "ink"));
        }
        if (start is { } at)
        {
            var x = Left + at * each;
            drawing.Add(Line(x, Top - 8, x, Height - Bottom, Start) with { Class = "ink-line" },
                new Label(x, Top - 12, ["Response started"], Letters, Ink, "ink",
                    x < Width / 4.0 ? Anchor.Start : x > Width * 3 / 4.0 ? Anchor.End : Anchor.Middle, Bold: true));
        }
        return drawing;

        double Y(int value) => Height - Bottom - (double)(Height - Bottom - Top) * value / most;
    }

    /// <summary>A round number that divides the axis into at most five parts.</summary>
    private static int Step(int most)
    {
        for (var power = 1; ; power *= 10)
            foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
                if (most <= 5L * digit * power) return digit * power;
    }

    private static Outline Line(double x1, double y1, double x2, double y2, Paint paint) =>
        new([[(x1, y1), (x2, y2)]], Closed: false, paint);
}
