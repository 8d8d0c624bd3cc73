using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Incidents;

/// <summary>The addresses with the most filtered incidents.</summary>
public sealed class IncidentPlacesPage(IMediator mediator, Actor actor) : IncidentPage(mediator, actor)
{
    public IncidentPlaces? Found { get; private set; }

    public override string Path => "/incidents/places";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Return(ct) is { } there) return there;
        await Check();
        if (ModelState.IsValid) Remember();
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await Check();
        if (!ModelState.IsValid) return BadRequest();
        var found = await Mediator.Send(new ReadIncidentPlaces(Filter), ct);
        await Csv.Send(Response, "incidents-by-place.csv", ["address", "incidents", "share", "latitude", "longitude"],
            found.Addresses.Select(p => new object?[] { p.Address, p.Incidents, Math.Round(p.Share, 4), p.Latitude, p.Longitude })
                .ToAsyncEnumerable(), ct, Filter.ProblemId);
        return new EmptyResult();
    }

    protected override async Task Read(CancellationToken ct)
    {
        await base.Read(ct);
        if (await this.IsSound(new ReadIncidentPlaces(Filter))) Found = await Mediator.Send(new ReadIncidentPlaces(Filter), ct);
    }
}
