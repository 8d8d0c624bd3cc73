using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Maps;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A neighborhood on the public site: its officers, coming meetings, what is worked on, and what was done.</summary>
[AllowAnonymous]
public sealed class CityNeighborhoodPage(IMediator mediator, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public PublicNeighborhood Shown { get; private set; } = null!;

    public PublicMap Map { get; private set; } = PublicMap.None;

    private AgencyDay _day = null!;

    /// <summary>The number of each problem on the map, in the order of the page.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; private set; } = new Dictionary<string, int>();

    public IReadOnlyList<PictureMark> Marks => [.. Shown.WorkedOn.Concat(Shown.Done).Where(problem => problem.At is not null)
        .Select(problem => new PictureMark(problem.At!.Latitude, problem.At.Longitude, $"{Numbers[problem.Number]}"))];

    /// <summary>The calendar's address for a program that keeps reading it.</summary>
    public string Webcal => $"webcal://{Request.Host}{To($"/neighborhoods/{Shown.Id}/calendar.ics")}";

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicNeighborhood(Id), ct);
        Numbers = Shown.WorkedOn.Concat(Shown.Done).Where(problem => problem.At is not null)
            .Select((problem, i) => (problem.Number, Order: i + 1)).ToDictionary(each => each.Number, each => each.Order);
        Map = await Mediator.Send(new ReadPublicMap(NeighborhoodId: Id), ct);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
    }

    public string Day(DateTimeOffset at) => DateText.LongDateIn(Languages.Current, _day.DateOf(at));

    public string When(PublicMeeting meeting) => MeetingWords.When(words, meeting, _day);

    public string State(PublicProblemLine problem) => problem.State(words);
}
