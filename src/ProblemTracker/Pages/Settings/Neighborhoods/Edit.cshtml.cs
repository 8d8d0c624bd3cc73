using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Assignments;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Settings;

/// <summary>One neighborhood: its name, days and boundary, what came before and after, and the work that is still in it.</summary>
public sealed class EditNeighborhoodPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public int? Population { get; set; }
    [BindProperty] public DateOnly? LastDay { get; set; }
    [BindProperty] public IReadOnlyList<long> FollowerIds { get; set; } = [];
    [BindProperty] public string? Area { get; set; }
    [BindProperty] public DateOnly? From { get; set; }
    [BindProperty] public bool MoveProblems { get; set; }
    [BindProperty] public bool MoveAssignments { get; set; }
    [BindProperty] public long? ToId { get; set; }

    public NeighborhoodDetails Stands { get; private set; } = null!;
    public NeighborhoodHistory History { get; private set; } = null!;
    public NeighborhoodUse Use { get; private set; } = null!;
    /// <summary>The other neighborhoods of today.</summary>
    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    public MapBox? View => Stands.Boundary is { } boundary ? Boundary.BoxOf(boundary) : null;

    /// <summary>Whether work is left that can be moved.</summary>
    public bool HasWork => (!Stands.Active && Use.OpenProblems > 0) || (Stands.LastDay is not null && Use.OpenAssignments > 0);

    /// <summary>Whether a folded form shows an error.</summary>
    public bool IsOpen(params string[] fields) =>
        fields.Any(field => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0);

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (Name, Version, LastDay, Population) = (Stands.Name, Stands.Version, Stands.LastDay, Stands.Population);
        FollowerIds = [.. History.Followers.Select(step => step.Id)];
        (MoveProblems, MoveAssignments) = (true, true);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        return await this.TrySend(mediator, new ChangeNeighborhood(Id, Version, Name ?? "", Stands.Active, Population)) is { } saved
            ? Back($"{saved.Name} is saved.") : Again();
    }

    public async Task<IActionResult> OnPostRetire(CancellationToken ct)
    {
        await Read(ct);
        if (LastDay is null && ModelState.IsValid) ModelState.AddModelError(nameof(LastDay), "Enter the last day.");
        var message = new RetireNeighborhood(Id, Version, LastDay ?? default, FollowerIds);
        if (await this.TrySend(mediator, message) is not { } done) return Again();
        return Back($"{done.Neighborhood.Name} has a last day. {Moves.Words(done.Moved)}", stays: true);
    }

    public async Task<IActionResult> OnPostReopen(CancellationToken ct)
    {
        await Read(ct);
        return await this.TrySend(mediator, new ReopenNeighborhood(Id, Version)) is { } done
            ? Back($"{done.Neighborhood.Name} goes on. {Moves.Words(done.Moved)}", stays: true) : Again();
    }

    public async Task<IActionResult> OnPostBoundary(CancellationToken ct)
    {
        await Read(ct);
        // The message calls the field by what it is, the map by how it is drawn.
        if (await this.TrySend(mediator, new RedrawNeighborhood(Id, Version, Area ?? "", From)) is { } done)
            return Back($"{done.Neighborhood.Name} has a new boundary. {Moves.Words(done.Moved)}", stays: true);
        Boundary.Rename(ModelState);
        return Again();
    }

    public async Task<IActionResult> OnPostWork(CancellationToken ct)
    {
        await Read(ct);
        var said = new List<string>();
        if (MoveProblems && Use.OpenProblems > 0)
        {
            if (await this.TrySend(mediator, new MoveProblems(Id, ToId)) is not { } problems) return Again();
            said.Add($"{problems.Moved:N0} {(problems.Moved == 1 ? "problem" : "problems")} moved.");
            if (problems.Left > 0) said.Add($"{problems.Left:N0} without coordinates stayed.");
        }
        if (MoveAssignments && Use.OpenAssignments > 0)
        {
            var message = new MoveAssignments(Id, [.. History.Followers.Select(step => step.Id)]);
            if (await this.TrySend(mediator, message) is not { } assignments) return Again();
            said.Add($"{assignments.Ended:N0} {(assignments.Ended == 1 ? "assignment ends" : "assignments end")}, "
                + $"{assignments.Added:N0} added.");
        }
        return Back(said.Count == 0 ? "Nothing was moved." : string.Join(' ', said), stays: true);
    }

    public async Task<IActionResult> OnPostRemove(CancellationToken ct)
    {
        await Read(ct);
        return await this.TrySend(mediator, new RemoveNeighborhood(Id, Version)) is null ? Again()
            : Back($"{Stands.Name} was removed.");
    }

    private PageResult Again()
    {
        Version = this.StaleAt() ?? Version;
        // The page's other forms don't send them.
        if (Name is null) (Name, Population) = (Stands.Name, Stands.Population);
        return Page();
    }

    private LocalRedirectResult Back(string sentence, bool stays = false)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect(stays ? $"~/settings/neighborhoods/{Id}" : "~/settings/neighborhoods");
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Stands = await mediator.Send(new ReadNeighborhood(Id), ct);
        if (Stands.IsUnassigned) throw new NotFound();
        History = await mediator.Send(new ReadNeighborhoodHistory(Id), ct);
        Use = await mediator.Send(new ReadNeighborhoodUse(Id), ct);
        Others = [.. (await mediator.NeighborhoodsToChoose(ct)).Where(other => other.Value != $"{Id}")];
    }
}
