using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Adds a neighborhood with a boundary that is drawn on the map, typed or pasted.</summary>
public sealed class DrawNeighborhoodPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public DateOnly? FirstDay { get; set; }
    [BindProperty] public string? Area { get; set; }

    public void OnGet()
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }

    public async Task<IActionResult> OnPost()
    {
        if (string.IsNullOrWhiteSpace(Area)) ModelState.AddModelError(nameof(Area), "Draw or enter the boundary.");
        if (await this.TrySend(mediator, new CreateNeighborhood(Name ?? "", Area, FirstDay)) is { } made)
        {
            TempData[Shell.Flash] = $"{made.Name} was added.";
            return LocalRedirect("~/settings/neighborhoods");
        }
        Boundary.Rename(ModelState);
        return Page();
    }
}
