using MediatR;
using Microsoft.AspNetCore.Authorization;
using ProblemTracker.Concerns;
using ProblemTracker.Maps;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>The start of the public site.</summary>
[AllowAnonymous]
public sealed class CityHomePage(IMediator mediator) : CityPage(mediator)
{
    /// <summary>Whether this browser began a report.</summary>
    public bool HasReport { get; private set; }

    public IReadOnlyList<NamedNeighborhood> Neighborhoods { get; private set; } = [];

    public IReadOnlyList<PublicBulletin> Bulletins { get; private set; } = [];

    public PublicMap Map { get; private set; } = PublicMap.None;

    public async Task OnGet(CancellationToken ct)
    {
        HasReport = Request.Cookies[ReportPage.Cookie] is { Length: > 0 } key
            && (await Mediator.Send(new ReadReport(key), ct)).Report.HasWhat;
        (Neighborhoods, Bulletins) = await Mediator.Send(new ReadPublicNeighborhoods(), ct);
        Map = await Mediator.Send(new ReadPublicMap(), ct);
    }
}
