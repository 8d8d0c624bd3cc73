using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Assignments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Assignments;

/// <summary>Adds assignments from a CSV list, pasted or uploaded, after a preview.</summary>
[Needs(Permission.Administer)]
public sealed class AssignmentListPage(IMediator mediator) : PageModel
{
    [BindProperty] public string? List { get; set; }

    /// <summary>Null until a list was read.</summary>
    public AssignmentListResult? Preview { get; private set; }

    /// <summary>Whether adding the list would change anything.</summary>
    public bool Changes => Preview is { Added: > 0 } or { PublicNames: > 0 };

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        List = await this.ListIn(file, nameof(List), ct) ?? List;
        if (!ModelState.IsValid) return Page();
        Preview = await this.TrySend(mediator, new PreviewAssignments(List ?? ""));
        return Page();
    }

    public async Task<IActionResult> OnPostAdd(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new AddAssignments(List ?? "")) is not { } result) return Page();
        TempData[Shell.Flash] = $"{Count(result.Added)} added."
            + (result.PublicNames == 0 ? "" : $" {Names(result.PublicNames)} set.")
            + (result.Errors == 0 ? "" : $" {Lines(result.Errors)} with errors not added.");
        return LocalRedirect("~/assignments");
    }

    /// <summary>What the line assigns the person to; empty if the line can't be read.</summary>
    public static string Subject(AssignmentLine line) => IsUnreadable(line) ? "" : line.Neighborhood ?? PersonAssignmentsPage.Program;

    /// <summary>The last day in words; empty if it can't be read.</summary>
    public static string To(AssignmentLine line) => line.To is { } to ? DateText.Date(to)
        : IsUnreadable(line) || line.Errors.Any(error => error.Field == "to") ? "" : "No end";

    private static bool IsUnreadable(AssignmentLine line) => line.Errors.Any(error => error.Field.Length == 0);

    /// <summary>What the button does, for example <c>Add 2 assignments and set 1 public name</c>.</summary>
    public static string Button(AssignmentListResult preview) => (preview.Added, preview.PublicNames) switch
    {
        (var added, 0) => $"Add {Count(added)}",
        (0, var names) => $"Set {Names(names)}",
        var (added, names) => $"Add {Count(added)} and set {Names(names)}",
    };

    public static string Count(int assignments) => assignments == 1 ? "1 assignment" : $"{assignments} assignments";

    public static string Names(int names) => names == 1 ? "1 public name" : $"{names} public names";

    public static string Lines(int lines) => lines == 1 ? "1 line" : $"{lines} lines";
}
