using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A bulletin on the public site.</summary>
[AllowAnonymous]
public sealed class CityBulletinPage(IMediator mediator) : CityPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public PublicBulletin Shown { get; private set; } = null!;

    public string Published { get; private set; } = "";

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicBulletin(Id), ct);
        var day = await Mediator.Send(new ReadAgencyDay(), ct);
        Published = DateText.LongDateIn(Languages.Current, day.DateOf(Shown.PublishedAt));
    }
}
