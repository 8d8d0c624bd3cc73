using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.City;

/// <summary>
/// A page of the public site, which needs no account. While the site is off, its pages don't exist. The language that an address chooses
/// stays in the addresses that follow, so that it needs no cookie.
/// </summary>
public abstract class CityPage(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true, Name = Languages.Parameter)]
    public string? Lang { get; set; }

    public PublicSite Site { get; private set; } = new(true);

    protected IMediator Mediator => mediator;

    /// <summary>The address of another page of the site, such as <c>/report</c>, in the same language.</summary>
    public string To(string path) => Url.Content("~/city" + path)
        + (Languages.All.Any(language => language.Name == Lang) ? $"?{Languages.Parameter}={Lang}" : "");

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Site = (await mediator.Send(new ReadPublicSite(), HttpContext.RequestAborted)).Value;
        if (Site.IsOn) await next();
        else context.Result = NotFound();
    }
}
