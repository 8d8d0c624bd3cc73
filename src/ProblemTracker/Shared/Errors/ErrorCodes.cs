using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Shared;

/// <summary>The codes of errors that none of our own exceptions stands for.</summary>
internal static class ErrorCodes
{
    /// <summary>Adds a code, for programs, unless there is one.</summary>
    public static ProblemDetails WithCode(this ProblemDetails details)
    {
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
