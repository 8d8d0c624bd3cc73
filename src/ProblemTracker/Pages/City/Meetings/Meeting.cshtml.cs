using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A meeting that residents are invited to.</summary>
[AllowAnonymous]
public sealed class CityMeetingPage(IMediator mediator, TimeProvider clock, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public PublicMeeting Shown { get; private set; } = null!;
    public string When { get; private set; } = "";
    public bool IsOver => Shown.EndsAt <= clock.GetUtcNow();

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicMeeting(Id), ct);
        When = MeetingWords.When(words, Shown, await Mediator.Send(new ReadAgencyDay(), ct));
    }
}
