using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ProblemTracker.Pages.Shared;

/// <summary>Turns an exception that a page did not catch into a status code; the status page explains it.</summary>
internal sealed class PageErrors : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not TrackerException known) return;
        context.HttpContext.Features.Set(new StatusSentence(known.Message));
        context.Result = known is NotSignedIn ? new ChallengeResult() : new StatusCodeResult(known.Status);
        context.ExceptionHandled = true;
    }
}
