using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Concerns;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Incidents;

/// <summary>Filtered incidents on a map.</summary>
public sealed class IncidentMapPage(IMediator mediator, Actor actor) : IncidentPage(mediator, actor)
{
    public static readonly MapKey[] Key = [new("Linked", "Linked to a problem"), new("Unlinked", "Not linked")];

    public override string Path => "/incidents/map";

    /// <summary>Null if the filter is invalid.</summary>
    public MapFrame? Frame { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Return(ct) is { } there) return there;
        await Check();
        if (ModelState.IsValid) Remember();
        await Read(ct);
        return Page();
    }

    /// <summary>Open concerns that can't be on the map.</summary>
    public int ConcernsWithoutPoint { get; private set; }

    /// <summary>The points of a view, for the script.</summary>
    public async Task<IActionResult> OnGetPoints(MapView view, long? linkedTo, CancellationToken ct)
    {
        await Check();
        var query = new ReadIncidentMap(Filter, view, linkedTo);
        await this.CheckShape(query);
        return ModelState.IsValid ? new JsonResult(await Mediator.Send(query, ct), Json.Options) : BadRequest();
    }

    protected override async Task Read(CancellationToken ct)
    {
        await base.Read(ct);
        if (!await this.IsSound(new ListIncidents(Filter))) return;
        var (concerns, withoutPoint) = WorksConcerns ? await Mediator.Send(new ReadConcernMap(), ct) : new([], 0);
        ConcernsWithoutPoint = withoutPoint;
        Frame = new("Map of the incidents that match the filter")
        {
            Data = Url.Content(Href(handler: "points")),
            AreaList = Template(Filter with { Latitude = null, Longitude = null, Radius = null, Area = null }, "area"),
            AddressList = Template(Filter with { Address = null }, "address"),
            Circle = Filter.IsNear ? new(Latitude!.Value, Longitude!.Value, Radius!.Value) : null,
            Area = Area,
            Key = concerns.Count > 0 ? [.. Key, new("Concern", "Open concerns of residents, by block")] : Key,
            Marks = [.. concerns.Select(Mark)],
        };
    }

    private MapMark Mark(ConcernSpot spot) => new(spot.Latitude, spot.Longitude, "Concern",
        $"{(spot.ConcernIds.Count == 1 ? "1 open concern" : $"{spot.ConcernIds.Count} open concerns")}: "
            + string.Join(", ", spot.Categories),
        Url.Content(spot.ConcernIds is [var only] ? $"~/concerns/{only}" : "~/concerns?open=true"));

    /// <summary>The list's address with one more filter, whose value the script fills in.</summary>
    private string Template(IncidentFilter filter, string more)
    {
        var list = Url.Content(Href(filter));
        return $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{more}={{{more}}}";
    }
}
