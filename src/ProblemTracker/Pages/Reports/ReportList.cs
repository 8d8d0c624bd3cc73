namespace ProblemTracker.Pages.Reports;

/// <summary>The reports there are, in the order in which a Monday meeting asks.</summary>
public static class ReportList
{
    public static readonly IReadOnlyList<(string Name, string Title, string Asks)> All =
    [
        ("status", "Status", "What is open, where, in which stage, and since when?"),
        ("overdue", "Overdue", "Overdue problems by days and by escalation"),
        ("flow", "Flow", "What comes in and goes out, how long do stages take, and what goes back?"),
        ("workload", "Workload", "Open and overdue problems and actions by person"),
        ("outcomes", "Outcomes", "Did it get better, by which means, and did it last?"),
        ("participation", "Participation", "What do partners and residents take on, and is it done?"),
        ("quality", "Quality", "How well was the work done, and was the test written down in time?"),
    ];
}
