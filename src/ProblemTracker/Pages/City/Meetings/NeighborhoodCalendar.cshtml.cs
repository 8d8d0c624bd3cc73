using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>The meetings of a neighborhood, for programs that show calendars.</summary>
[AllowAnonymous]
public sealed class CityNeighborhoodCalendarPage(IMediator mediator) : CityCalendarPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) =>
        Calendar(await Mediator.Send(new ReadNeighborhoodCalendar(Id), ct), "calendar.ics");
}
