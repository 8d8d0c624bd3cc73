using ProblemTracker.Problems;

namespace ProblemTracker.Pages.MyDay;

/// <summary>Model of <c>_DayProblems</c>.</summary>
/// <param name="AllHref">Address of the full list, from the site's root.</param>
/// <param name="WhenEmpty">Sentence shown if the list is empty.</param>
public sealed record DayProblems(DayList<DayProblem> List, string AllHref, string WhenEmpty, bool ShowLead = false);
