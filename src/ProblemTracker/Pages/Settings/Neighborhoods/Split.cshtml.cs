using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Splits a neighborhood along a line: first the line, then the names of its parts.</summary>
public sealed class SplitNeighborhoodPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class Part
    {
        public string? Name { get; set; }
        public string? Boundary { get; set; }
        public double Share { get; set; }
        public double Latitude { get; set; }
        public double Longitude { get; set; }
    }

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Area { get; set; }
    [BindProperty] public List<Part> Parts { get; set; } = [];
    [BindProperty] public DateOnly? From { get; set; }

    public NeighborhoodDetails Stands { get; private set; } = null!;
    public MapBox? View => Stands.Boundary is { } boundary ? Boundary.BoxOf(boundary) : null;

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPostCut(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(mediator, new CutNeighborhood(Id, Area ?? "")) is { } parts)
        {
            ModelState.Clear();
            Parts = [.. parts.Select(part => new Part
            {
                Name = part.Name,
                Boundary = part.Boundary,
                Share = part.Share,
                Latitude = part.Latitude,
                Longitude = part.Longitude,
            })];
            From = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
            Version = Stands.Version;
            return Page();
        }
        foreach (var error in ModelState.TryGetValue("line", out var entry) ? entry.Errors.ToList() : [])
            ModelState.AddModelError(nameof(Area), error.ErrorMessage);
        ModelState.Remove("line");
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        if (From is null && ModelState.IsValid) ModelState.AddModelError(nameof(From), "Enter the first day.");
        var message = new SplitNeighborhood(Id, Version, From ?? default,
            [.. Parts.Select(part => new NeighborhoodPart(part.Name ?? "", part.Boundary))]);
        if (await this.TrySend(mediator, message) is { } done)
        {
            TempData[Shell.Flash] = $"{Stands.Name} is split into {string.Join(" and ", done.Parts.Select(part => part.Name))}. "
                + Moves.Words(done.Moved);
            return LocalRedirect($"~/settings/neighborhoods/{Id}");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Stands = await mediator.Send(new ReadNeighborhood(Id), ct);
        if (Stands.IsUnassigned) throw new NotFound();
    }
}
