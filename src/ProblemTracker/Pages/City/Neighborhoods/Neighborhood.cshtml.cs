using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A neighborhood on the public site: its officers, coming meetings, what is worked on, and what was done.</summary>
[AllowAnonymous]
public sealed class CityNeighborhoodPage(IMediator mediator, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public PublicNeighborhood Shown { get; private set; } = null!;

    private AgencyDay _day = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicNeighborhood(Id), ct);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
    }

    public string Day(DateTimeOffset at) => DateText.LongDateIn(Languages.Current, _day.DateOf(at));

    public string When(PublicMeeting meeting) => MeetingWords.When(words, meeting, _day);

    public string State(PublicProblemLine problem) => problem.State(words);
}
