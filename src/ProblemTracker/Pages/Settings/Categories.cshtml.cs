using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The list of categories, saved as a whole.</summary>
public sealed class CategoriesPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public List<CategoryRow> Items { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadCategories(), ct);
        Version = stands.Version;
        Items = [.. stands.Value.Items.Select((item, at) => new CategoryRow
        {
            Position = at + 1,
            Code = item.Code,
            Name = item.Name,
            Active = item.Active,
            Nibrs = item.Nibrs,
            Names = LocalNames.Fields(item.Names),
            Confidential = item.Confidential,
        })];
        AddBlankRows();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            // Renumber the rows without the blank ones, so that each error points to its row.
            Items = [.. Items.Where(row => !row.IsBlank).OrderBy(row => row.Position ?? int.MaxValue)];
            ModelState.Clear();
            var message = new ReplaceCategories(Version,
                [.. Items.Select(row => new CategoryItem(row.Code.Trim(), row.Name.Trim(), row.Active,
                    string.IsNullOrWhiteSpace(row.Nibrs) ? null : row.Nibrs.Trim().ToUpperInvariant(), LocalNames.Typed(row.Names),
                    row.Confidential))]);
            if (await this.TrySend(mediator, message) is not null)
            {
                TempData[Shell.Flash] = "The categories are saved.";
                return LocalRedirect("~/settings/categories");
            }
        }
        Version = this.StaleAt() ?? Version;
        AddBlankRows();
        return Page();
    }

    private void AddBlankRows()
    {
        foreach (var row in Items) LocalNames.Complete(row.Names);
        Items.AddRange([new(), new()]);
    }
}

public sealed class CategoryRow
{
    public int? Position { get; set; }
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public bool Active { get; set; } = true;
    public string? Nibrs { get; set; }
    public bool Confidential { get; set; }
    public Dictionary<string, string?> Names { get; set; } = LocalNames.Fields(null);

    public bool IsBlank => string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Name);
}
