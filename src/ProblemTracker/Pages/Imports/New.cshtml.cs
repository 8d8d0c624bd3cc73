using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Imports;

/// <summary>Uploads a file to import.</summary>
[Needs(Permission.Import), RequestSizeLimit(Uploads.LargestRequest)]
public sealed class NewImportPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public ImportKind Kind { get; set; }

    private static readonly IReadOnlyList<SelectListItem> Kinds = [new("Incidents", nameof(ImportKind.Incidents)),
        new("Calls for service, with the times of their units", nameof(ImportKind.Calls)),
        new("Shifts of units", nameof(ImportKind.Shifts)), new("Neighborhoods", nameof(ImportKind.Neighborhoods))];

    /// <summary>What this person can import.</summary>
    public IReadOnlyList<SelectListItem> Offered => [.. Kinds.Where(kind => MayImportNeighborhoods
        || kind.Value != nameof(ImportKind.Neighborhoods))];
    public bool MayImportNeighborhoods => actor.Might(Permission.Administer);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        await using var content = file?.OpenReadStream();
        var made = await this.TrySend(mediator, new UploadImport(Kind, file?.FileName ?? "", content));
        return made is null ? Page() : LocalRedirect($"~/imports/{made.Id}");
    }
}
