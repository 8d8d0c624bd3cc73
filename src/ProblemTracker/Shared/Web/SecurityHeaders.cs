using System.Security.Cryptography;

namespace ProblemTracker.Shared;

/// <summary>Strict headers on every answer. The API's reading page (/docs) runs inline script and gets a nonce policy of its own.</summary>
internal static class SecurityHeaders
{
    public const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string NonceItem = "docs-nonce";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // The address of such a page is a secret: it goes to nobody, is kept nowhere and found by no search.
        var isSecret = context.Request.Path.StartsWithSegments("/link");
        var policy = context.Request.Path.StartsWithSegments("/docs") ? DocsPolicy(context) : Policy;
        // At the last moment: the exception handler clears what was set before it.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = isSecret ? "no-referrer" : "same-origin";
            if (isSecret)
            {
                headers.CacheControl = "no-store";
                headers["X-Robots-Tag"] = "noindex";
            }
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next();
    });

    public static string DocsNonce(HttpContext context) => (string)context.Items[NonceItem]!;

    private static string DocsPolicy(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceItem] = nonce;
        return $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
            "img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    }
}
