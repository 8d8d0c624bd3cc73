using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Merges neighborhoods from a day on.</summary>
public sealed class MergeNeighborhoodsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public IReadOnlyList<long> NeighborhoodIds { get; set; } = [];
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public DateOnly? From { get; set; }

    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    /// <summary>What is wrong with the choice of neighborhoods.</summary>
    public string? Wrong =>
        ModelState.TryGetValue("neighborhoodIds", out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        From = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        RenderedFields.Of(HttpContext).Add("neighborhoodIds", "NeighborhoodIds");
        if (From is null && ModelState.IsValid) ModelState.AddModelError(nameof(From), "Enter the first day.");
        var message = new MergeNeighborhoods(NeighborhoodIds, Name ?? "", From ?? default);
        if (await this.TrySend(mediator, message) is not { } done) return Page();
        TempData[Shell.Flash] = $"The neighborhoods are merged as {done.Neighborhood.Name}. {Moves.Words(done.Moved)}";
        return LocalRedirect($"~/settings/neighborhoods/{done.Neighborhood.Id}");
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Choices = await mediator.NeighborhoodsToChoose(ct);
        foreach (var choice in Choices) choice.Selected = NeighborhoodIds.Any(id => choice.Value == $"{id}");
    }
}
