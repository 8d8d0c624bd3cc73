using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;

namespace ProblemTracker.Host;

/// <summary>Serves https without a proxy, with the certificate of the settings <c>Https:…</c>.</summary>
internal static class HttpsSetup
{
    /// <exception cref="UsageError">The certificate can't be used, or the addresses and the settings don't fit together.</exception>
    public static void AddOwnHttps(this WebApplicationBuilder builder, TrackerOptions options)
    {
        var settings = builder.Configuration.GetSection("Https");
        var listens = (builder.Configuration["urls"] ?? "").Contains("https://", StringComparison.OrdinalIgnoreCase);
        if (settings["Certificate"] is not { Length: > 0 } path)
        {
            if (listens && !builder.Configuration.GetSection("Kestrel").Exists())
                throw new UsageError("To listen on an https address, set Https:Certificate and Https:Key to the PEM files of a "
                    + "certificate. Or listen on http and put a proxy with a certificate in front of the tracker.");
            return;
        }
        if (!listens)
            throw new UsageError(
                "Https:Certificate is set, but --urls has no https address. Add one, for example --urls https://0.0.0.0:443.");
        var certificate = ServerCertificate.Open(path, NotBlank(settings["Key"]), NotBlank(settings["Password"]), TimeProvider.System);
        var host = new Uri(options.PublicUrl).Host;
        if (!certificate.Current.TargetCertificate.MatchesHostname(host))
            Console.Error.WriteLine(
                $"Warning: the certificate {path} is not for {host}, so browsers will refuse to open {options.PublicUrl}.");
        builder.Services.AddSingleton(certificate);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;
            // The selector alone would not send the intermediate certificates.
            https.OnAuthenticate = (_, tls) =>
                (tls.ServerCertificateSelectionCallback, tls.ServerCertificateContext) = (null, certificate.Current);
        }));
    }

    /// <summary>Sends browsers that come by http to the public address, if the server itself serves https.</summary>
    public static void UseOwnHttps(this WebApplication app, TrackerOptions options)
    {
        if (app.Services.GetService<ServerCertificate>() is not { } certificate) return;
        certificate.Warn = path => app.Logger.LogWarning(
            "The certificate {Path} or its key has changed but can't be used; the previous one stays in use", path);
        app.Use((context, next) =>
        {
            if (context.Features.Get<ITlsHandshakeFeature>() is not null || context.Request.Path.StartsWithSegments("/health"))
                return next();
            if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            {
                var asked = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
                context.Response.Redirect(options.PublicUrl + asked, permanent: true);
                return Task.CompletedTask;
            }
            // What was sent is out in the clear already; redirecting would hide that.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync($"Use {options.PublicUrl}: this address takes no data without https.",
                context.RequestAborted);
        });
    }

    private static string? NotBlank(string? given) => string.IsNullOrWhiteSpace(given) ? null : given;
}
