using System.Threading.RateLimiting;

namespace ProblemTracker.Accounts;

/// <summary>Limits sign-in attempts per IP address: enough for a station behind one router, too few for guessing passwords.</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";

    public static void AddTrackerRateLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            HttpMethods.IsPost(context.Request.Method) ? context.Connection.RemoteIpAddress?.ToString() ?? "" : "reading",
            key => new FixedWindowRateLimiterOptions
            {
                PermitLimit = key == "reading" ? int.MaxValue : 60,
                Window = TimeSpan.FromMinutes(1)
            }));
    });
}
