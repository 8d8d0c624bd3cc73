using ProblemTracker.Problems;

namespace ProblemTracker.Pages.MyDay;

/// <summary>Model of <c>_DayProblems</c>.</summary>
/// <param name="AllHref">The list behind it, from the site's root.</param>
/// <param name="WhenEmpty">A sentence.</param>
public sealed record DayProblems(DayList<DayProblem> List, string AllHref, string WhenEmpty, bool ShowLead = false);
