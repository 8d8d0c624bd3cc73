using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Renames or retires a neighborhood.</summary>
public sealed class EditNeighborhoodPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public bool Retired { get; set; }
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadNeighborhood(Id), ct);
        if (stands.IsUnassigned) throw new NotFound();
        (Name, Retired, Version) = (stands.Name, !stands.Active, stands.Version);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeNeighborhood(Id, Version, Name, !Retired)) is { } saved)
        {
            TempData[Shell.Flash] = $"{saved.Name} is saved.";
            return LocalRedirect("~/settings/neighborhoods");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
