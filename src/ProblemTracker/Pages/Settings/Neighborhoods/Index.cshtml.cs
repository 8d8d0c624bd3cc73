using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The list of neighborhoods, with a form that adds one by its name.</summary>
public sealed class NeighborhoodsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";

    public IReadOnlyList<NeighborhoodRow> Neighborhoods { get; private set; } = [];
    /// <summary>The row that problems without a neighborhood have; null if there are none.</summary>
    public NeighborhoodRow? Unassigned { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var all = (await mediator.Send(new ListNeighborhoods(), ct)).Items;
        Neighborhoods = [.. all.Where(place => !place.IsUnassigned)];
        Unassigned = all.FirstOrDefault(place => place.IsUnassigned);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new CreateNeighborhood(Name)) is { } made)
        {
            TempData[Shell.Flash] = $"{made.Name} was added.";
            return LocalRedirect("~/settings/neighborhoods");
        }
        await OnGet(ct);
        return Page();
    }
}
