using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Shared;

/// <summary>The codes of errors that none of our own exceptions stands for.</summary>
internal static class ErrorCodes
{
    /// <summary>Adds a code, for programs, and says how to fix the request, unless the error does already.</summary>
    public static ProblemDetails WithCode(this ProblemDetails details)
    {
        if (details.Extensions.ContainsKey("code")) return details;
        details.Title = details.Status switch
        {
            404 => "There is no such address in the API. See /docs.",
            405 => "This address does not take this method. The header Allow names those it takes.",
            415 => "Send the body as JSON, with the header Content-Type: application/json.",
            429 => "Too many requests. Wait for as many seconds as the header Retry-After says.",
            _ => details.Title,
        };
        details.Extensions.TryAdd("code", details.Status switch
        {
            400 => "badRequest",
            401 => "signIn",
            403 => "forbidden",
            404 => "notFound",
            405 => "methodNotAllowed",
            413 => "tooLarge",
            415 => "mediaType",
            429 => "tooManyRequests",
            >= 500 => "server",
            _ => "refused",
        });
        return details;
    }
}
