using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
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
    public string To(string path, params IEnumerable<(string Name, string Value)> parameters)
    {
        var query = new QueryBuilder(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        if (Languages.All.Any(language => language.Name == Lang)) query.Add(Languages.Parameter, Lang!);
        return Url.Content("~/city" + path) + query;
    }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Site = (await mediator.Send(new ReadPublicSite(), HttpContext.RequestAborted)).Value;
        if (Site.IsOn) await next();
        else context.Result = NotFound();
    }
}
