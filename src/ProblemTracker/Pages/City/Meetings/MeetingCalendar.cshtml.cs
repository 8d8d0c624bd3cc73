using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>One meeting, for programs that show calendars.</summary>
[AllowAnonymous]
public sealed class CityMeetingCalendarPage(IMediator mediator) : CityCalendarPage(mediator)
{
    [FromRoute] public long Id { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) =>
        Calendar(await Mediator.Send(new ReadMeetingCalendar(Id), ct), $"meeting-{Id}.ics");
}
