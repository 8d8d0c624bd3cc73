using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.City;

/// <summary>Where the code on a poster leads: a button that makes a link for one answer. Forms carry no antiforgery token here.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, Untraceable, EnableRateLimiting(RateLimits.City),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SurveyStartPage(IMediator mediator) : CityPage(mediator)
{
    [FromRoute] public string Token { get; set; } = "";

    /// <summary>The survey's title; null if the poster's wave has ended or never was.</summary>
    public string? Shown { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        try
        {
            Shown = (await Mediator.Send(new ReadPoster(Token), ct)).Title;
            return Page();
        }
        catch (NotFound)
        {
            return Nowhere();
        }
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        try
        {
            return LocalRedirect(To($"/survey/{(await Mediator.Send(new StartFromPoster(Token), ct)).Token}"));
        }
        catch (NotFound)
        {
            return Nowhere();
        }
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Nowhere()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
