using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Maps;

/// <summary>The layers that every map has below its points, as JSON.</summary>
public sealed class MapLayersPage(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGetNeighborhoods(CancellationToken ct) =>
        new JsonResult(await mediator.Send(new ReadOutlines(), ct), Json.Options);

    public async Task<IActionResult> OnGetStreets(MapView view, CancellationToken ct)
    {
        var query = new ReadStreets(view);
        return ModelState.IsValid && await this.IsSound(query) ? new JsonResult(await mediator.Send(query, ct), Json.Options)
            : BadRequest();
    }
}
