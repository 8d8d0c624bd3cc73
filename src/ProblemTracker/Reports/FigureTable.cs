namespace ProblemTracker.Reports;

/// <summary>Several small tables as one: a row for each figure, with labels in words.</summary>
internal static class FigureTable
{
    /// <summary>
    /// "of", "cases" and the percentages are blank if the figure is not a share. The percentages are also blank with too few cases.
    /// </summary>
    public static readonly string[] Header =
        ["section", "about", "neighborhood", "figure", "value", "of", "cases", "percent", "low", "high", "list"];

    public static IReadOnlyList<object?> Row(string section, string about, string figure, Figure counted, string? neighborhood = null) =>
        [section, about, neighborhood, figure, counted.Value, null, null, null, null, null, counted.List];

    public static IReadOnlyList<object?> Row(string section, string about, string figure, Share share, string? neighborhood = null) =>
        [section, about, neighborhood, figure, share.Part.Value, share.Whole.Value, share.Cases, share.Percent, share.Low,
            share.High, share.Part.List];

    /// <param name="number">A mean or median, which has no list behind it.</param>
    public static IReadOnlyList<object?> Row(string section, string about, string figure, double? number) =>
        [section, about, null, figure, number, null, null, null, null, null, null];
}
