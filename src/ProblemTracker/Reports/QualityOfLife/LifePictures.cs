namespace ProblemTracker.Reports;

/// <summary>
/// The small series of a neighborhood, for pages and the email. Each has a scale of its own, since only its own past counts.
/// </summary>
internal static class LifePictures
{
    public const int Width = 160, Height = 40;

    private const double Hundred = 100;

    /// <summary>Whether there is anything to draw.</summary>
    public static bool IsShown(LifeSeries series) => series.Points.Any(point => point.Value is not null);

    public static SmallSeries Of(LifeSeries series) => SmallSeries.Intervals(
        [.. series.Points.Select(point => point.Value is { } value ? (value, point.Low, point.High) : ((double, double?, double?)?)null)],
        Most(series), Width, Height);

    /// <summary>What the picture shows, beside it: the first and last name, and the value at full height.</summary>
    public static string Caption(LifeSeries series) =>
        $"{series.Points[0].Name}{(series.Points.Count > 1 ? $" … {series.Points[^1].Name}" : "")}; up to "
            + LifeSentences.Value(series, Most(series));

    private static double Most(LifeSeries series) =>
        series.Unit == LifeUnits.Percent ? Hundred : Math.Max(1, Math.Ceiling(series.Points.Max(point => point.High ?? point.Value ?? 0)));
}
