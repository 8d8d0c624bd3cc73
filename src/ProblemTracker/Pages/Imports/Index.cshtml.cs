using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Imports;

/// <summary>All imports, and the saved column maps.</summary>
public sealed class ImportsPage(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public Page<ImportRow> List { get; private set; } = null!;
    public IReadOnlyList<SavedMapRow> Maps { get; private set; } = [];
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public string Local(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, Zone));

    public async Task OnGet(CancellationToken ct)
    {
        List = await mediator.Send(new ListImports(After), ct);
        Maps = (await mediator.Send(new ListMaps(), ct)).Items;
        Zone = (await mediator.Send(new ReadAgencyDay(), ct)).Zone;
    }

    public async Task<IActionResult> OnPostDeleteMap(long mapId, CancellationToken ct)
    {
        await mediator.Send(new DeleteMap(mapId), ct);
        TempData[Shell.Flash] = "Column map deleted.";
        return LocalRedirect("~/imports");
    }
}
