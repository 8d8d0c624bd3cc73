namespace ProblemTracker.Reports;

/// <summary>The briefing's pictures, for the page and the email.</summary>
internal static class BriefingPictures
{
    public const int Width = 160, Height = 36;

    public static SmallSeries Flow(Briefing briefing, int width, int height) =>
        SmallSeries.Paired([.. briefing.Months.Select(m => new SmallColumn(m.Month.Name, m.Opened.Value, m.Closed.Value))],
            MostInAMonth(briefing), width, height);

    private static int MostInAMonth(Briefing briefing) => briefing.Months.Max(m => Math.Max(m.Opened.Value, m.Closed.Value));

    /// <summary>One month of the flow, on the same scale as the others.</summary>
    public static SmallSeries Month(MonthFlow month, Briefing briefing) =>
        SmallSeries.Paired([new(month.Month.Name, month.Opened.Value, month.Closed.Value)], MostInAMonth(briefing), 40, 90);

    public static SmallSeries Closed(PlaceSeries place, Briefing briefing) =>
        SmallSeries.Stacked([.. place.Quarters.Select(q => new SmallColumn(q.Quarter.Name, q.Improved, q.Closed - q.Improved))],
            briefing.MostClosed, Width, Height);

    public static SmallSeries Measured(PlaceSeries place, Briefing briefing) =>
        SmallSeries.Stacked([.. place.Quarters.Select(q => new SmallColumn(q.Quarter.Name, q.Better, q.Measured - q.Better))],
            briefing.MostMeasured, Width, Height);

    /// <summary>A series as text for screen readers and plain-text email: the quarters that have any cases.</summary>
    public static string InWords(PlaceSeries place, Func<QuarterResult, (int Good, int Of)> read) =>
        string.Join("; ",
            place.Quarters.Select(q => (q.Quarter.Name, Value: read(q))).Where(q => q.Value.Of > 0)
                .Select(q => $"{q.Name}: {q.Value.Good} of {q.Value.Of}"));
}
