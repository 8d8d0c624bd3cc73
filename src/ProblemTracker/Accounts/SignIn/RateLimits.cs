using System.Globalization;
using System.Threading.RateLimiting;

namespace ProblemTracker.Accounts;

/// <summary>
/// Limits attempts without an account per address and minute, separately for signing in, tokens, links and calendars: enough for a station
/// behind one router, too few for guessing. Behind a proxy, the address is the visitor's, if the setting TrustedProxies names the proxy.
/// </summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in", Tokens = "tokens", Links = "links", Calendars = "calendars";

    private const int PerMinute = 60;

    public static void AddTrackerRateLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        foreach (var name in new[] { SignIn, Tokens, Links })
            limits.AddPolicy(name, context => HttpMethods.IsPost(context.Request.Method) ? ByAddress(context)
                : RateLimitPartition.GetNoLimiter(""));
        // A calendar is only read.
        limits.AddPolicy(Calendars, ByAddress);
    });

    private static RateLimitPartition<string> ByAddress(HttpContext context) =>
        RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) });
}
