using System.Net;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>The demo signs people in without a password, so it only listens on this machine and never opens real data.</summary>
internal static class DemoMode
{
    /// <exception cref="UsageError">An address is invalid, or the demo was asked to listen beyond loopback.</exception>
    public static void MustListenOnLoopback(TrackerOptions options, ConfigurationManager configuration)
    {
        configuration["urls"] ??= TrackerOptions.DefaultUrl;
        foreach (var address in Split(configuration["urls"]))
            if (!address.StartsWith("http://unix:/", StringComparison.Ordinal)
                && (!Uri.TryCreate(WithoutWildcard(address), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                    || uri.AbsolutePath != "/"))
                throw new UsageError($"\"{address}\" is not an address to listen on. Use one such as {TrackerOptions.DefaultUrl}.");
        if (!options.IsDemo) return;
        // Settings other than --urls can also open a listener, so check them all.
        var listeners = new[] { configuration["urls"], configuration["http_ports"], configuration["https_ports"] }
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]));
        foreach (var address in listeners.SelectMany(Split))
            if (!IsLoopback(address))
                throw new UsageError(
                    $"The demo signs people in without a password, so it can't listen on {address}. Use 127.0.0.1, or start with "
                        + "--no-demo.");
    }

    /// <summary>A database holds either the demo or real work, and must be opened as what it is.</summary>
    /// <exception cref="UsageError">It holds the other one.</exception>
    public static async Task MustFit(AgencySettings agency, Db db, TrackerOptions options)
    {
        var isDemo = await agency.Value(SettingNames.Demo, CancellationToken.None) is not null;
        if (isDemo && !options.IsDemo)
            throw new UsageError(
                "This database holds the demo city. For real work, use another folder with --data DIR, or another database.");
        if (!isDemo && options.IsDemo && await db.Single<int>("SELECT COUNT(*) FROM Person", null, CancellationToken.None) > 0)
            throw new UsageError(
                "This database holds real accounts. Start with --no-demo, or use another folder with --data DIR for the demo.");
    }

    private static string[] Split(string? addresses) =>
        addresses?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string WithoutWildcard(string address) => address.Replace("*", "any.invalid").Replace("+", "any.invalid");

    private static bool IsLoopback(string address)
    {
        return Uri.TryCreate(WithoutWildcard(address), UriKind.Absolute, out var uri)
            && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }
}
