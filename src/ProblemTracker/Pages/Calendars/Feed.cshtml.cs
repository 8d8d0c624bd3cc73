using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using ProblemTracker.Accounts;
using ProblemTracker.Calendars;

namespace ProblemTracker.Pages.Calendars;

/// <summary>A person's due dates, for programs that show calendars. The address is the secret.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Calendars)]
public sealed class CalendarFeedPage(IMediator mediator) : PageModel
{
    [FromRoute] public string Token { get; set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var file = await mediator.Send(new ReadCalendar(Token), ct);
        Response.Headers.CacheControl = SecurityHeaders.AskEachTime;
        // Answers 304 to a program that has this version already.
        return new FileContentResult(file.Content, "text/calendar; charset=utf-8")
        {
            EntityTag = new EntityTagHeaderValue($"\"{file.Digest}\""),
        };
    }
}
