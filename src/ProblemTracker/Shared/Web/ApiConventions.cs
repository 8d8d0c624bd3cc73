using Microsoft.AspNetCore.Http.Extensions;

namespace ProblemTracker.Shared;

/// <summary>Sets the headers common to all API responses: ETag for versioned results, Link for pages of a list.</summary>
internal sealed class VersionHeaders : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        var value = result is IValueHttpResult { Value: { } inner } ? inner : result;
        if (value is IVersioned versioned) http.Response.Headers.ETag = $"\"{versioned.Version}\"";
        if (value is IPage { Next: { } after })
        {
            var query = http.Request.Query.Where(q => !q.Key.Equals("after", StringComparison.OrdinalIgnoreCase))
                .SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? ""));
            var following = new QueryBuilder(query) { { "after", after } };
            http.Response.Headers.Link = $"<{http.Request.PathBase}{http.Request.Path}{following}>; rel=\"next\"";
        }
        return result;
    }
}

internal static class BlankQuery
{
    /// <summary>
    /// Treats blank values in a query string as absent, since empty form fields send them and the framework rejects them for numbers.
    /// </summary>
    public static IApplicationBuilder UseBlankMeansAbsent(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var query = context.Request.Query;
        if (query.Any(q => q.Value.All(string.IsNullOrWhiteSpace)))
        {
            context.Request.Query = new QueryCollection(query.Where(q => !q.Value.All(string.IsNullOrWhiteSpace))
                .ToDictionary(StringComparer.OrdinalIgnoreCase));
            context.Items[typeof(BlankQuery)] = true;
        }
        return next();
    });

    /// <summary>Whether the address had blank values: a page then redirects to one without, which can be shared and compared.</summary>
    public static bool HadBlankValues(this HttpRequest request) => request.HttpContext.Items.ContainsKey(typeof(BlankQuery));
}
