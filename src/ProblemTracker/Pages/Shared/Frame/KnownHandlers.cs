using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Answers 404 to a handler that a page does not have, and 405 to a method that it does not take. Razor Pages would show the page as if
/// nothing had been asked, without having read what it shows.
/// </summary>
internal sealed class KnownHandlers : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var asked = context.HttpContext.Request.Query["handler"].ToString();
        if (asked.Length > 0 && !asked.Equals(context.HandlerMethod?.Name, StringComparison.OrdinalIgnoreCase))
            context.Result = new NotFoundResult();
        else if (context.HandlerMethod is null && context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null
            && context.HttpContext.Features.Get<IExceptionHandlerFeature>() is null && !Reads(context.HttpContext.Request.Method))
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
