namespace ProblemTracker.Reports;

/// <summary>The closed problems behind a report whose dates are closing dates.</summary>
internal static class Closings
{
    /// <summary>A condition on <c>p</c>. Its parameters come from <see cref="ReportFilter.Args"/>.</summary>
    public static Predicates Closed(this ReportFilter filter, Actor actor) => filter.Problems(actor)
        .When(true, "p.Stage = 'Closed'")
        .When(filter.From is not null, "p.ClosedAt >= @FromAt")
        .When(filter.To is not null, "p.ClosedAt < @ToAt");

    /// <summary>A number of closed problems and the list of them.</summary>
    public static Figure Closed(this ReportFilter filter, int value, params IEnumerable<(string Name, string? Value)> more) =>
        new(value, filter.List("/problems", [("stage", nameof(Stage.Closed)), .. more, .. filter.ClosingDates()]));

    public static IEnumerable<(string Name, string? Value)> ClosingDates(this ReportFilter filter) =>
        [("closedFrom", ReportFilter.Day(filter.From)), ("closedTo", ReportFilter.Day(filter.To))];
}
