namespace ProblemTracker.Pages.Reports;

/// <summary>The reports there are, in the order in which a Monday meeting asks.</summary>
public static class ReportList
{
    public static readonly IReadOnlyList<(string Name, string Title, string Asks)> All =
    [
        ("status", "Status", "What is open, where, in which stage, and since when?"),
    ];
}
