using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace ProblemTracker.Accounts;

/// <summary>
/// Limits attempts without an account per address and minute, separately for signing in, tokens, links and calendars: enough for a station
/// behind one router, too few for guessing. Behind a proxy, the address is the visitor's, if the setting TrustedProxies names the proxy.
/// </summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in", Tokens = "tokens", Links = "links", Calendars = "calendars", City = "city";

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
        // Whoever has one address of a network usually has the others.
        limits.AddPolicy(City, context => HttpMethods.IsPost(context.Request.Method)
            ? Limited(NetworkOf(context.Connection.RemoteIpAddress)) : RateLimitPartition.GetNoLimiter(""));
        // A calendar is only read.
        limits.AddPolicy(Calendars, ByAddress);
    });

    private static RateLimitPartition<string> ByAddress(HttpContext context) =>
        Limited(context.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <summary>The first 24 bits of an IPv4 address, the first 64 of an IPv6 address.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 24 : 64;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, bits / 8, bytes.Length - bits / 8);
        return new IPNetwork(new IPAddress(bytes), bits).ToString();
    }

    private static RateLimitPartition<string> Limited(string partition) =>
        RateLimitPartition.GetFixedWindowLimiter(partition,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) });
}
