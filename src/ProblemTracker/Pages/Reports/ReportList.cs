using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ProblemTracker.Pages.Reports;

/// <summary>All reports, in the order they come up in a Monday meeting.</summary>
public static class ReportList
{
    public static readonly IReadOnlyList<(string Name, string Title, string Asks)> All =
    [
        ("status", "Status", "Open problems by stage and neighborhood, and closed problems by neighborhood"),
        ("overdue", "Overdue", "Overdue problems by lead, supervisor and last reminder or escalation"),
        ("flow", "Flow", "Problems opened, closed and moved back by period, days in each stage, and overrides"),
        ("workload", "Workload", "Open and overdue problems and actions by person"),
        ("outcomes", "Outcomes", "Verdicts, closing reasons, objectives, techniques and six-month follow-ups"),
        ("participation", "Participation", "Actions that police, partners and residents agreed to and completed"),
        ("concerns", "Concerns", "Concerns of residents by month and neighborhood: how many, how fast, and what became of them"),
        ("quality", "Quality", "Team scores, plans frozen before work began, and overrides"),
    ];
}

/// <summary>The reports to choose from.</summary>
public sealed class ReportsPage(Actor actor) : PageModel
{
    public void OnGet()
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
    }
}
