using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>An iCalendar file of the public site. Caches keep it for five minutes, and programs that have this version get a 304.</summary>
[ResponseCache(Duration = 300, Location = ResponseCacheLocation.Any, VaryByHeader = "Accept-Language")]
public abstract class CityCalendarPage(IMediator mediator) : CityPage(mediator)
{
    protected static FileContentResult Calendar(MeetingCalendarFile file, string name) =>
        new(file.Content, "text/calendar; charset=utf-8")
        {
            EntityTag = new EntityTagHeaderValue($"\"{file.Digest}\""),
            FileDownloadName = name,
        };
}
