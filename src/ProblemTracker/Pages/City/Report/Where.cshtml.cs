using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>
/// The second step of a report: where it happens. The map is a picture that sends where it was clicked, so that it needs no script; where
/// the report's point is stands in no address, since addresses are logged.
/// </summary>
public sealed class ReportWherePage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    [BindProperty] public string? Address { get; set; }
    [BindProperty] public long? NeighborhoodId { get; set; }
    [BindProperty] public double? Latitude { get; set; }
    [BindProperty] public double? Longitude { get; set; }

    /// <summary>Whether to keep the point that is shown.</summary>
    [BindProperty] public bool UsePoint { get; set; }

    /// <summary>How often the map was looked at closer.</summary>
    [BindProperty(SupportsGet = true)] public int Closer { get; set; } = MapSquare.Closest;

    /// <summary>Where the picture was clicked, in pixels from its top left.</summary>
    [BindProperty(Name = "at.x")] public int? AtX { get; set; }
    [BindProperty(Name = "at.y")] public int? AtY { get; set; }

    public PublicMap Map { get; private set; } = PublicMap.None;

    public override int Step => 2;

    public string Picture => To("/report/where", ("handler", "picture"), ("closer", $"{Map.Closer}"));

    /// <summary>Where the point is.</summary>
    public string PointWords => Written.Point!.Words(Written, Words) is { Length: > 0 } place ? place : Words["Where.Outside"];

    public async Task OnGet(CancellationToken ct)
    {
        await Show(ct);
        (Address, NeighborhoodId, UsePoint) = (Written.Report.Address, Written.Report.NeighborhoodId, true);
    }

    public async Task<IActionResult> OnGetPicture(CancellationToken ct)
    {
        await Show(ct);
        if (Map.Square is null) return NotFound();
        PictureMark[] marks = Latitude is { } latitude && Longitude is { } longitude ? [new(latitude, longitude)] : [];
        return File(Encoding.UTF8.GetBytes(MapPicture.Draw(Map, marks)), "image/svg+xml");
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!UsePoint) (Latitude, Longitude) = (null, null);
        return await Say(async () => To((await Mediator.Send(new ReadAlike(Key), ct)).IsEmpty ? "/report/when" : "/report/alike"), ct);
    }

    /// <summary>The picture was clicked: that is the point, and the map shows more detail around it.</summary>
    public async Task<IActionResult> OnPostPoint(CancellationToken ct)
    {
        await ReadMap(Latitude, Longitude, ct);
        // A keyboard clicks at its very corner.
        if (Map.Square is not { } square || AtX is not > 0 || AtY is not > 0)
        {
            ModelState.AddModelError("Address", Words["Where.Keyboard"]);
            await Show(ct);
            return Page();
        }
        (Latitude, Longitude) = square.Point(AtX.Value / (double)MapPicture.Pixels, AtY.Value / (double)MapPicture.Pixels);
        return await SayPoint(Map.Closer + 1, ct);
    }

    /// <summary>The device said where it is.</summary>
    public Task<IActionResult> OnPostHere(CancellationToken ct) => SayPoint(MapSquare.Closest, ct);

    public async Task<IActionResult> OnPostFarther(CancellationToken ct)
    {
        await ReadMap(Latitude, Longitude, ct);
        return await SayPoint(Map.Closer - 1, ct);
    }

    private Task<IActionResult> SayPoint(int closer, CancellationToken ct) =>
        Say(() => Task.FromResult(To("/report/where", ("closer", $"{closer}")) + "#map"), ct);

    private async Task<IActionResult> Say(Func<Task<string>> next, CancellationToken ct)
    {
        if (IsProven() && await this.TrySend(Mediator, new SayWhere(Key, Address, NeighborhoodId, Latitude, Longitude)) is not null)
            return LocalRedirect(await next());
        await Show(ct);
        return Page();
    }

    private async Task Show(CancellationToken ct)
    {
        await Read(ct);
        (Latitude, Longitude) = (Written.Report.Latitude, Written.Report.Longitude);
        await ReadMap(Latitude, Longitude, ct);
    }

    private async Task ReadMap(double? latitude, double? longitude, CancellationToken ct) =>
        Map = await Mediator.Send(new ReadPublicMap(latitude, longitude, Closer), ct);
}
