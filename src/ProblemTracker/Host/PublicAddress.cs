using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Host;

/// <summary>
/// The one address at which people open the tracker, usually that of a proxy that ends TLS. Nothing that a request says about its host or
/// scheme is believed: both come from the setting <c>PublicUrl</c>. Of the proxy's headers only the visitor's address is read, and only
/// from the proxies that the setting <c>TrustedProxies</c> names.
/// </summary>
internal static class PublicAddress
{
    /// <summary>Requires an address for real work, and answers only to its host and to this machine.</summary>
    /// <exception cref="UsageError">The address is missing, or passwords would cross a network in the clear.</exception>
    public static void MustBeGiven(TrackerOptions options, ConfigurationManager configuration)
    {
        if (options.IsDemo) return;
        if (string.IsNullOrWhiteSpace(configuration["PublicUrl"]))
            throw new UsageError("Set the address where people open the tracker, for example --public-url https://tracker.example.gov. "
                + $"To try it on this machine only, use --public-url {TrackerOptions.DefaultUrl}.");
        var address = new Uri(options.PublicUrl);
        if (address.Scheme != "https" && !address.IsLoopback)
            throw new UsageError($"PublicUrl can't be {options.PublicUrl}: without https, passwords would cross the network in the clear. "
                + "Put a proxy with a certificate in front of the tracker and set PublicUrl to its address, or set Https:Certificate.");
        if (configuration["AllowedHosts"] is null or "" or "*") configuration["AllowedHosts"] = $"{address.Host};localhost;127.0.0.1;[::1]";
    }

    public static void AddPublicAddress(this IServiceCollection services, TrackerOptions options)
    {
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            // Through one proxy after another, as long as each is trusted.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
        });
        services.PostConfigure<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme,
            cookies => Relative(cookies.Events));
        if (!options.IsHttps) return;
        services.PostConfigure<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme,
            cookies => cookies.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        services.PostConfigure<AntiforgeryOptions>(forms => forms.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        services.PostConfigure<CookieTempDataProviderOptions>(temp => temp.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
    }

    public static void UsePublicAddress(this WebApplication app, TrackerOptions options)
    {
        if (options.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        if (!options.IsHttps) return;
        app.Use((context, next) =>
        {
            context.Request.Scheme = "https";
            return next();
        });
        app.UseHsts();
    }

    // The framework builds these redirects from the host of the request.
    private static void Relative(CookieAuthenticationEvents events)
    {
        events.OnRedirectToLogin = events.OnRedirectToAccessDenied = redirect =>
        {
            redirect.Response.Redirect(new Uri(redirect.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        };
    }
}
