using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ProblemTracker.Pages.Shared;

/// <summary>Answers 404 to a handler that a page does not have. Razor Pages would show the page as if nothing had been asked.</summary>
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
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
