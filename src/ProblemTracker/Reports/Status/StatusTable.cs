namespace ProblemTracker.Reports;

/// <summary>
/// The status report as one table: open rows and their totals, then closed rows and their total. Cells that don't apply to a row are
/// blank.
/// </summary>
internal static class StatusTable
{
    private static readonly string[] Header =
    [
        "stage", "neighborhoodId", "neighborhood", "open", "overdue", "onHold", "medianAgeDays", "closed",
        "improved", "improvedWithoutTest", "partlyImproved", "partlyImprovedWithoutTest", "overridden", "enforcementOnly", "list",
    ];

    public static ReportTable Of(StatusReport report) => new("status", Header,
    [
        .. report.Open.Select(Cells), .. report.ByStage.Select(Cells), Cells(report.All), .. report.Closed.Select(Cells),
        Cells(report.AllClosed),
    ]);

    private static IReadOnlyList<object?> Cells(OpenRow row) =>
    [
        row.Stage?.ToString() ?? "All open", row.NeighborhoodId, row.Neighborhood ?? "All", row.Open.Value, row.Overdue.Value,
        row.OnHold.Value, row.MedianAgeDays, null, null, null, null, null,
        row.Overridden.Value, row.EnforcementOnly.Value, row.Open.List,
    ];

    private static IReadOnlyList<object?> Cells(ClosedRow row) =>
    [
        nameof(Stage.Closed), row.NeighborhoodId, row.Neighborhood ?? "All", null, null, null, null, row.Closed.Value, row.Improved.Value,
        row.ImprovedWithoutTest.Value, row.PartlyImproved.Value, row.PartlyImprovedWithoutTest.Value, row.Overridden.Value, null,
        row.Closed.List,
    ];
}
