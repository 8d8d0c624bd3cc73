using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ProblemTracker.Mail;

namespace ProblemTracker.Host;

/// <summary>
/// Traces and metrics: sent by OTLP if <c>Otlp:Endpoint</c> is set, and read at <c>/metrics</c> if <c>Metrics:Token</c> is set. Spans of
/// requests are our own, because those of the framework have paths and queries in them, and with these tokens and searches.
/// </summary>
internal static class TelemetrySetup
{
    private const string MetricsPath = "/metrics";
    private const int ShortestToken = 16;

    /// <exception cref="UsageError">A setting is invalid.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var otlp = Collector(builder.Configuration["Otlp:Endpoint"]);
        var token = Token(builder.Configuration);
        if (otlp is null && token is null) return;
        var headers = builder.Configuration["Otlp:Headers"];
        var every = 1000 * Math.Clamp(builder.Configuration.GetValue("Otlp:Seconds", 60), 1, 300);
        builder.Services.AddSingleton<OutboxMeter>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Telemetry.Name,
                serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime");
                if (token is not null) metrics.AddPrometheusExporter();
                if (otlp is not null)
                    metrics.AddOtlpExporter((exporter, reader) =>
                    {
                        Send(exporter, otlp, "v1/metrics", headers);
                        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = every;
                    });
            });
        if (otlp is not null)
            telemetry.WithTracing(traces => traces.AddSource(Telemetry.Name)
                // The parent is the framework's span, which is not recorded.
                .SetSampler(new AlwaysOnSampler())
                .AddOtlpExporter(exporter => Send(exporter, otlp, "v1/traces", headers)));
    }

    /// <summary>Answers <c>/metrics</c> to whoever has the token. Without the setting the page does not exist.</summary>
    public static void UseMetricsPage(this WebApplication app)
    {
        if (app.Services.GetService<OutboxMeter>() is null || Token(app.Configuration) is not { } token) return;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}"));
        app.UseWhen(context => context.Request.Path == MetricsPath, page => page.Use((context, next) =>
        {
            // Compare digests, so that the time says nothing about how much of a guess is right.
            var given = SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
            if (CryptographicOperations.FixedTimeEquals(given, expected)) return next();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }).UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath));
    }

    /// <summary>A span for each request to an endpoint, named by its route's template. Belongs right after routing.</summary>
    public static void UseRequestSpans(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!Telemetry.Spans.HasListeners() || context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } template } endpoint
            || endpoint.Metadata.GetMetadata<UntraceableAttribute>() is not null)
        {
            await next();
            return;
        }
        var route = $"/{template.TrimStart('/')}";
        using var span = Telemetry.Spans.StartActivity($"{context.Request.Method} {route}", ActivityKind.Server);
        span?.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route);
        try
        {
            await next();
            span?.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= 500) span?.SetStatus(ActivityStatusCode.Error);
        }
        catch (Exception error)
        {
            // The error handler decides about the status after this.
            span?.SetTag("error.type", error.GetType().FullName);
            throw;
        }
    });

    private static void Send(OtlpExporterOptions exporter, Uri collector, string path, string? headers)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new(collector, path);
        if (!string.IsNullOrWhiteSpace(headers)) exporter.Headers = headers;
    }

    private static Uri? Collector(string? given) => string.IsNullOrWhiteSpace(given) ? null
        : Uri.TryCreate($"{given.Trim().TrimEnd('/')}/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri
        : throw new UsageError(
            $"Otlp:Endpoint can't be \"{given}\". Set it to the address of a collector for OTLP over HTTP, such as http://127.0.0.1:4318.");

    private static string? Token(IConfiguration configuration) => configuration["Metrics:Token"]?.Trim() is not { Length: > 0 } token ? null
        : token.Length >= ShortestToken ? token
        : throw new UsageError($"Metrics:Token is too short. Set it to at least {ShortestToken} characters: openssl rand -hex 32");
}
