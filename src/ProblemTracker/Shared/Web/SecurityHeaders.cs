using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace ProblemTracker.Shared;

/// <summary>Sets strict security headers on every response. The policy of /docs has a nonce for that page's inline scripts.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self'; " +
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>For what a program may keep if it asks each time whether it is still current, such as a calendar.</summary>
    public const string AskEachTime = "private, no-cache";

    private const string NonceItem = "docs-nonce";
    private const string ImagesItem = "image-server";
    private const string OwnImages = "img-src 'self'";
    private const string SandboxItem = "sandbox";
    private const string SandboxPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private static readonly string[] SecretPaths =
        ["/link", "/password", "/email-address", "/first-administrator", "/calendar", "/city/follow", "/city/news", "/city/survey"];

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, TrackerOptions options)
    {
        // Browsers also hold a redirect after a form against the policy: signing in and out with the provider.
        var pages = options.SignOn is { } provider ? $"{Policy} {provider.Authority.GetLeftPart(UriPartial.Authority)}" : Policy;
        return app.Use((context, next) => Set(context, pages, next));
    }

    private static Task Set(HttpContext context, string pages, RequestDelegate next)
    {
        // The address of such a page is a secret: don't send it as a referrer, cache it or index it.
        var isSecret = SecretPaths.Any(path => context.Request.Path.StartsWithSegments(path));
        var policy = context.Request.Path.StartsWithSegments("/docs") ? DocsPolicy(context) : pages;
        // Set them at the last moment, since the exception handler clears headers set earlier.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Items.ContainsKey(SandboxItem) ? SandboxPolicy
                : context.Items[ImagesItem] is string server
                ? policy.Replace(OwnImages, $"{OwnImages} {server}", StringComparison.Ordinal) : policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = isSecret ? "no-referrer" : "same-origin";
            if (isSecret)
            {
                if (!StringValues.Equals(headers.CacheControl, AskEachTime)) headers.CacheControl = "no-store";
                headers["X-Robots-Tag"] = "noindex";
            }
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Allows this page to show images of another server, such as the tiles of a map.</summary>
    /// <param name="server">Scheme, host and port.</param>
    public static void AllowImages(HttpContext context, string server) => context.Items[ImagesItem] = server;

    /// <summary>Keeps what this response holds from doing anything: a file that came from outside.</summary>
    public static void Sandbox(HttpContext context) => context.Items[SandboxItem] = true;

    public static string DocsNonce(HttpContext context) => (string)context.Items[NonceItem]!;

    private static string DocsPolicy(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceItem] = nonce;
        return $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
            "img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    }
}
