using System.Net;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>The demo signs people in with a click, so it stays on this machine and away from real data.</summary>
internal static class DemoMode
{
    /// <exception cref="UsageError">The demo was asked to listen beyond loopback.</exception>
    public static void MustListenOnLoopback(TrackerOptions options, ConfigurationManager configuration)
    {
        configuration["urls"] ??= TrackerOptions.DefaultUrl;
        foreach (var address in Split(configuration["urls"]))
            if (!address.StartsWith("http://unix:/", StringComparison.Ordinal)
                && (!Uri.TryCreate(WithoutWildcard(address), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                    || uri.AbsolutePath != "/"))
                throw new UsageError($"\"{address}\" is no address to listen on. Write one such as {TrackerOptions.DefaultUrl}.");
        if (!options.IsDemo) return;
        // Other doors than --urls lead to the same listener; the demo shuts them.
        var doors = new[] { configuration["urls"], configuration["http_ports"], configuration["https_ports"] }
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]));
        foreach (var address in doors.SelectMany(Split))
            if (!IsLoopback(address))
                throw new UsageError(
                    $"The demo signs people in with a click and so listens on this machine only, not on {address}. Use 127.0.0.1, or start "
                        + "with --no-demo.");
    }

    /// <summary>A folder is either a demo or real; neither may be opened as the other.</summary>
    public static async Task MustFit(AgencySettings agency, Db db, TrackerOptions options)
    {
        var isDemo = await agency.Value(SettingNames.Demo, CancellationToken.None) is not null;
        if (isDemo && !options.IsDemo)
            throw new UsageError(
                "This database holds the demo city. For real work give another folder with --data DIR, or another database.");
        if (!isDemo && options.IsDemo && await db.Single<int>("SELECT COUNT(*) FROM Person", null, CancellationToken.None) > 0)
            throw new UsageError(
                "This database holds real accounts. Start with --no-demo, or give another folder with --data DIR for the demo.");
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
