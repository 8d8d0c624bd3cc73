using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>What is open, late and closed, by stage and neighborhood.</summary>
public sealed class StatusModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)] public long? NeighborhoodId { get; set; }
    [BindProperty(SupportsGet = true)] public string? CategoryCode { get; set; }

    public StatusReport Report { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public bool IsFiltered => NeighborhoodId is not null || CategoryCode is not null;

    public async Task OnGet(CancellationToken ct)
    {
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Report = await mediator.Send(new ReadStatusReport(NeighborhoodId, CategoryCode), ct);
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await StatusCsv.File(await mediator.Send(new ReadStatusReport(NeighborhoodId, CategoryCode), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
