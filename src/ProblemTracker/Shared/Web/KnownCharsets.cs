using System.Text;
using Microsoft.Net.Http.Headers;

namespace ProblemTracker.Shared;

/// <summary>Answers 415 to a body in an encoding that .NET does not read. The framework's readers fail on its name.</summary>
internal static class KnownCharsets
{
    public static IApplicationBuilder UseKnownCharsets(this IApplicationBuilder app) => app.Use((context, next) =>
        IsKnown(context.Request.ContentType) ? next(context)
            : throw new BadHttpRequestException("The body's encoding is not known here. Send UTF-8.",
                StatusCodes.Status415UnsupportedMediaType));

    private static bool IsKnown(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Charset.Length == 0) return true;
        try
        {
            Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            return true;
        }
        // The latter for UTF-7, which .NET knows and refuses.
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
