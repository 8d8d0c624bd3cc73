using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

/// <summary>Adds people from a CSV list, pasted or uploaded, after a preview.</summary>
[Needs(Permission.Administer)]
public sealed class PeopleListPage(IMediator mediator) : PageModel
{
    [BindProperty] public string? List { get; set; }

    /// <summary>Null until a list was read.</summary>
    public PeopleListResult? Preview { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        List = await this.ListIn(file, nameof(List), ct) ?? List;
        if (!ModelState.IsValid) return Page();
        Preview = await this.TrySend(mediator, new PreviewPeople(List ?? ""));
        return Page();
    }

    public async Task<IActionResult> OnPostAdd(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new AddPeople(List ?? "")) is not { } result) return Page();
        TempData[Shell.Flash] = $"{Count(result.Added)} added and invited by email."
            + (result.Errors == 0 ? "" : $" {Lines(result.Errors)} with errors not added.");
        return LocalRedirect("~/people");
    }

    public static string Count(int people) => people == 1 ? "1 person" : $"{people} people";

    public static string Lines(int lines) => lines == 1 ? "1 line" : $"{lines} lines";
}
