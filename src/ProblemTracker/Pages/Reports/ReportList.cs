namespace ProblemTracker.Pages.Reports;

/// <summary>The reports there are, in the order in which a Monday meeting asks.</summary>
public static class ReportList
{
    public static readonly IReadOnlyList<(string Name, string Title, string Asks)> All =
    [
        ("status", "Status", "What is open, where, in which stage, and since when?"),
        ("outcomes", "Outcomes", "Did it get better, by which means, and did it last?"),
        ("quality", "Quality", "How well was the work done, and was the test written down in time?"),
    ];
}
