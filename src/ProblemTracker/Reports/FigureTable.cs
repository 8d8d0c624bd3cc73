namespace ProblemTracker.Reports;

/// <summary>A report of several small tables as one: a row for each figure, with what it is about in words.</summary>
internal static class FigureTable
{
    /// <summary>
    /// "of", "cases" and the percentages are blank where the figure is no share; the percentages are blank too where there are too few
    /// cases.
    /// </summary>
    public static readonly string[] Header = ["section", "about", "neighborhood", "figure", "value", "of", "cases",
        "percent", "low", "high", "list"];

    public static IReadOnlyList<object?> Row(string section, string about, string figure, Figure counted, string? neighborhood = null) =>
        [section, about, neighborhood, figure, counted.Value, null, null, null, null, null, counted.List];

    public static IReadOnlyList<object?> Row(string section, string about, string figure, Share share, string? neighborhood = null) =>
        [section, about, neighborhood, figure, share.Part.Value, share.Whole.Value, share.Cases, share.Percent, share.Low,
            share.High, share.Part.List];

    /// <param name="number">No count of rows: a mean or a median.</param>
    public static IReadOnlyList<object?> Row(string section, string about, string figure, double? number) =>
        [section, about, null, figure, number, null, null, null, null, null, null];
}
