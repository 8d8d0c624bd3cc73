using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.Settings;

/// <summary>The list of reason codes, saved as a whole.</summary>
public sealed class ReasonCodesPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public List<ReasonCodeRow> Items { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadReasonCodes(), ct);
        Version = stands.Version;
        Items = [.. stands.Value.Items.Select((item, at) => new ReasonCodeRow
        {
            Position = at + 1,
            Code = item.Code,
            Words = item.Words,
            Law = item.Law,
            Active = item.Active,
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
            var message = new ReplaceReasonCodes(Version, [.. Items.Select(row => new ReasonCodeItem(
                row.Code.Trim().ToUpperInvariant(), row.Words.Trim(), row.Law, row.Active))]);
            if (await this.TrySend(mediator, message) is not null)
            {
                TempData[Shell.Flash] = "The reason codes are saved.";
                return LocalRedirect("~/settings/reason-codes");
            }
        }
        Version = this.StaleAt() ?? Version;
        AddBlankRows();
        return Page();
    }

    private void AddBlankRows() => Items.AddRange([new(), new()]);
}

public sealed class ReasonCodeRow
{
    public int? Position { get; set; }
    public string Code { get; set; } = "";
    public string Words { get; set; } = "";
    public string? Law { get; set; }
    public bool Active { get; set; } = true;

    public bool IsBlank => string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Words);
}
