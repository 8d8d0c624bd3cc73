using Serilog;
using Serilog.Events;

namespace ProblemTracker.Host;

/// <summary>
/// Configures logging. Logs contain IDs but no names, texts, addresses or links, and no line per request, since paths and queries have
/// tokens and searches in them.
/// </summary>
internal static class LoggingSetup
{
    public static void AddTrackerLogging(this WebApplicationBuilder builder) => builder.Services.AddSerilog(log => log
        .ReadFrom.Configuration(builder.Configuration)
        .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
        // Our exception handler logs unexpected errors; expected ones are responses, not errors.
        .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogEventLevel.Fatal)
        // We print our own message when the start fails.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        // It warns that its keys are unencrypted. They are in the database, where a reader could see everything else too.
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
        .Enrich.FromLogContext()
        .Enrich.With<ErrorTrace>()
        .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{" + ErrorTrace.Property + ":l}",
            formatProvider: System.Globalization.CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose));
}
