using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Incidents;

/// <summary>Saved filters: your own, to rename, share and delete, and those that others share.</summary>
public sealed class SavedFiltersPage(IMediator mediator) : PageModel
{
    /// <summary>The filter to confirm the deletion of.</summary>
    [BindProperty(SupportsGet = true)] public long? Delete { get; set; }

    [BindProperty] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public bool Shared { get; set; }

    public Page<SavedFilterDetails> List { get; private set; } = null!;
    public SavedFilterDetails? ToDelete { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (Delete is not null && ToDelete is null) throw new NotFound();
        return Page();
    }

    public async Task<IActionResult> OnPostRename(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeSavedFilter(Id, Version, Name, Shared)) is not { } changed)
        {
            Version = this.StaleAt() ?? Version;
            await Read(ct);
            return Page();
        }
        TempData[Shell.Flash] = $"Filter “{changed.Name}” saved.";
        return LocalRedirect("~/incidents/saved");
    }

    public async Task<IActionResult> OnPostDelete(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new DeleteSavedFilter(Id, Version)) is null)
        {
            await Read(ct);
            return Page();
        }
        TempData[Shell.Flash] = "Filter deleted.";
        return LocalRedirect("~/incidents/saved");
    }

    public string Href(SavedFilterDetails saved) => Url.Content($"~/incidents{new QueryBuilder(IncidentPage.Set(saved.Filter))}");

    private async Task Read(CancellationToken ct)
    {
        List = await mediator.Send(new ListSavedFilters(), ct);
        ToDelete = List.Items.FirstOrDefault(f => f.Id == Delete && f.IsMine);
    }
}
