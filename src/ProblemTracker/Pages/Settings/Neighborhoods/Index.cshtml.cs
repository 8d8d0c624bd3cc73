using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The list of neighborhoods with what lies over what, and a form that adds one by its name.</summary>
public sealed class NeighborhoodsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";

    /// <summary>Those that exist today or later.</summary>
    public IReadOnlyList<NeighborhoodRow> Present { get; private set; } = [];
    public IReadOnlyList<NeighborhoodRow> Ended { get; private set; } = [];
    public IReadOnlyList<OverlapRow> Overlaps { get; private set; } = [];
    /// <summary>The row that problems without a neighborhood have; null if there are none.</summary>
    public NeighborhoodRow? Unassigned { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var all = (await mediator.Send(new ListNeighborhoods(), ct)).Items;
        var today = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
        Present = [.. all.Where(place => !place.IsUnassigned && (place.Active || place.FirstDay > today))];
        Ended = [.. all.Where(place => !place.IsUnassigned).Except(Present)];
        Unassigned = all.FirstOrDefault(place => place.IsUnassigned);
        Overlaps = (await mediator.Send(new ListOverlaps(), ct)).Items;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new CreateNeighborhood(Name)) is { } made) return Back($"{made.Name} was added.");
        await OnGet(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostWins(long winnerId, long otherId, CancellationToken ct)
    {
        ModelState.Remove(nameof(Name));
        if (await this.TrySend(mediator, new ChooseOverlap(winnerId, otherId)) is { } chosen)
            return Back($"The choice is saved. {Moves.Words(chosen.Moved)}");
        await OnGet(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/settings/neighborhoods");
    }
}

internal static class Moves
{
    /// <summary>How many incidents moved, as a sentence.</summary>
    public static string Words(int moved) => moved switch
    {
        0 => "No incident moved.",
        1 => "1 incident is in another neighborhood now.",
        _ => $"{moved:N0} incidents are in another neighborhood now.",
    };
}
