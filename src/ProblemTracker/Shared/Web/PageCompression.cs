using Microsoft.AspNetCore.ResponseCompression;

namespace ProblemTracker.Shared;

/// <summary>
/// Sends pages and data compressed, which is a fifth of the bytes on an officer's phone. Not to a page that another site opens: with
/// repeated guesses in the address, the length of a compressed page could tell that site what is on it.
/// </summary>
internal static class PageCompression
{
    public static void AddPageCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/geo+json", "application/problem+json", "text/calendar"];
    });

    public static void UsePageCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => !OpenedByAnotherSite(context.Request), pages => pages.UseResponseCompression());

    // Every current browser says where a request comes from; programs send no such header.
    private static bool OpenedByAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}
