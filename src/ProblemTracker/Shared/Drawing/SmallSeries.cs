namespace ProblemTracker.Shared;

/// <param name="Name">The period that the column stands for.</param>
/// <param name="Dark">The good results, or problems opened.</param>
/// <param name="Light">The rest, or problems closed.</param>
internal sealed record SmallColumn(string Name, int Dark, int Light);

/// <summary>
/// A small column chart without text: SVG on the page, which needs no script and prints, and PNG in an email. The numbers are always
/// beside it in text or a table.
/// </summary>
internal sealed class SmallSeries
{
    private const int Gap = 2, Mark = 3, WidestPoint = 40;
    private const string DarkColor = "#162e51", LightColor = "#9dc3e8", Ground = "#71767a";

    private readonly Drawing _drawing;

    private SmallSeries(int width, int height) => _drawing = new(width, height, "small-series");

    public int Width => _drawing.Width;
    public int Height => _drawing.Height;

    /// <summary>One column each, with the light part on top of the dark part.</summary>
    /// <param name="most">The value of a full-height column; the same for all charts that are compared.</param>
    public static SmallSeries Stacked(IReadOnlyList<SmallColumn> columns, int most, int width, int height)
    {
        var drawing = new SmallSeries(width, height);
        var each = (double)(width + Gap) / columns.Count;
        for (var i = 0; i < columns.Count; i++)
        {
            var dark = drawing.Column(i * each, each - Gap, columns[i].Dark, most, DarkColor, 0);
            drawing.Column(i * each, each - Gap, columns[i].Light, most, LightColor, dark);
        }
        return drawing.OnGround();
    }

    /// <summary>Two columns each, side by side.</summary>
    public static SmallSeries Paired(IReadOnlyList<SmallColumn> columns, int most, int width, int height)
    {
        var drawing = new SmallSeries(width, height);
        var each = (double)(width + 4 * Gap) / columns.Count;
        var one = (each - 4 * Gap) / 2;
        for (var i = 0; i < columns.Count; i++)
        {
            drawing.Column(i * each, one, columns[i].Dark, most, DarkColor, 0);
            drawing.Column(i * each + one, one, columns[i].Light, most, LightColor, 0);
        }
        return drawing.OnGround();
    }

    /// <summary>
    /// A dark mark for each value on a light column from one end of its interval to the other. A null point leaves a gap.
    /// </summary>
    /// <param name="points">A value without an interval is a dark column.</param>
    /// <param name="most">The value at full height.</param>
    public static SmallSeries Intervals(IReadOnlyList<(double Value, double? Low, double? High)?> points, double most, int width,
        int height)
    {
        var drawing = new SmallSeries(width, height);
        var each = Math.Min((double)(width + Gap) / points.Count, WidestPoint);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is not { } point) continue;
            var at = drawing.Y(point.Value, most);
            if (point is not { Low: { } low, High: { } high })
            {
                if (point.Value > 0) drawing.Bar(i * each, at, each - Gap, height - 1 - at, DarkColor);
                continue;
            }
            var top = drawing.Y(high, most);
            drawing.Bar(i * each, top, each - Gap, Math.Max(1, drawing.Y(low, most) - top), LightColor);
            drawing.Bar(i * each, Math.Clamp(at - Mark / 2.0, 0, height - 1 - Mark), each - Gap, Mark, DarkColor);
        }
        return drawing.OnGround();
    }

    public string ToSvg() => _drawing.ToSvg();

    /// <summary>PNG at twice the size, so that it looks sharp on a phone.</summary>
    public byte[] ToPng() => _drawing.ToPng(2);

    /// <returns>The height of the bar.</returns>
    private double Column(double x, double width, int value, int most, string color, double above)
    {
        if (value == 0) return 0;
        var height = (Height - 1.0) * value / Math.Max(1, most);
        Bar(x, Height - 1 - above - height, width, height, color);
        return height;
    }

    private double Y(double value, double most) => (Height - 1) * (1 - Math.Min(1, value / Math.Max(most, double.Epsilon)));

    private SmallSeries OnGround()
    {
        Bar(0, Height - 1, Width, 1, Ground);
        return this;
    }

    private void Bar(double x, double y, double width, double height, string color) =>
        _drawing.Add(new Box(x, y, width, height, new(color)));
}
