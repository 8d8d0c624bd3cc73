using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The items of the site checklist, saved as a whole.</summary>
public sealed class ChecklistItemsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public List<ChecklistItemRow> Items { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadChecklistItems(), ct);
        Version = stands.Version;
        Items = [.. stands.Value.Items.Select((item, at) => new ChecklistItemRow
        {
            ItemId = item.Id,
            Position = at + 1,
            Name = item.Name,
            Active = item.Active,
        })];
        AddBlankRows();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            // Renumber the rows without the blank ones, so that each error points to its row.
            Items = [.. Items.Where(row => !string.IsNullOrWhiteSpace(row.Name)).OrderBy(row => row.Position ?? int.MaxValue)];
            ModelState.Clear();
            var message = new ReplaceChecklistItems(Version,
                [.. Items.Select(row => new ChecklistItem(row.Name.Trim(), row.Active, row.ItemId))]);
            if (await this.TrySend(mediator, message) is not null)
            {
                TempData[Shell.Flash] = "The checklist is saved.";
                return LocalRedirect("~/settings/checklist");
            }
        }
        Version = this.StaleAt() ?? Version;
        AddBlankRows();
        return Page();
    }

    private void AddBlankRows() => Items.AddRange([new(), new()]);
}

public sealed class ChecklistItemRow
{
    public long? ItemId { get; set; }
    public int? Position { get; set; }
    public string Name { get; set; } = "";
    public bool Active { get; set; } = true;
}
