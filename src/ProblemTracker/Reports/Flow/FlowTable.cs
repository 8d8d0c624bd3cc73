namespace ProblemTracker.Reports;

/// <summary>
/// The flow report as one table: periods and their total, then stages, then overridden codes. Cells that don't apply to a row are blank.
/// </summary>
internal static class FlowTable
{
    private static readonly string[] Header =
    [
        "section", "from", "to", "opened", "closed", "movesForward", "movesBack", "reopenings", "overrides", "stage", "ended", "medianDays",
        "ninetiethDays", "code", "list",
    ];

    public static ReportTable Of(FlowReport report) => new("flow", Header,
    [
        .. report.Periods.Select(row => Cells("period", row)), Cells("all", report.All),
        .. report.Stages.Select(IReadOnlyList<object?> (row) =>
            ["stage", From(report), To(report), null, null, null, null, null, null, row.Stage.ToString(), row.Ended.Value, row.MedianDays,
                row.NinetiethDays, null, row.Ended.List]),
        .. report.Overrides.Select(IReadOnlyList<object?> (row) =>
            ["code", From(report), To(report), null, null, null, null, null, row.Overrides.Value, null, null, null, null,
                row.Code, row.Overrides.List]),
    ]);

    private static IReadOnlyList<object?> Cells(string row, FlowRow flow) =>
    [
        row, ReportFilter.Day(flow.Period.From), ReportFilter.Day(flow.Period.To), flow.Opened.Value, flow.Closed.Value,
        flow.MovesForward.Value, flow.MovesBack.Value, flow.Reopenings.Value, flow.Overrides.Value, null, null, null, null, null,
            flow.Opened.List,
    ];

    private static string? From(FlowReport report) => ReportFilter.Day(report.From);
    private static string? To(FlowReport report) => ReportFilter.Day(report.To);
}
