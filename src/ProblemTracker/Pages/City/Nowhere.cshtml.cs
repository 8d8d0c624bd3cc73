using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Pages.City;

/// <summary>Any other address below the public site's: not found, instead of a request to sign in.</summary>
[AllowAnonymous]
public sealed class CityNowherePage(IMediator mediator) : CityPage(mediator)
{
    public IActionResult OnGet() => NotFound();
}
