using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ProblemTracker.Pages.Shared;

/// <summary>What a page did not catch itself becomes a status, and the status page says it in words.</summary>
internal sealed class PageErrors : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not TrackerException known) return;
        context.HttpContext.Items[nameof(TrackerException)] = known;
        context.Result = known is NotSignedIn ? new ChallengeResult() : new StatusCodeResult(known.Status);
        context.ExceptionHandled = true;
    }
}
