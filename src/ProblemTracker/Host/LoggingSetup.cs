using Serilog;
using Serilog.Events;

namespace ProblemTracker.Host;

/// <summary>Logs carry ids, never names of residents; requests are not logged line by line.</summary>
internal static class LoggingSetup
{
    public static void AddTrackerLogging(this WebApplicationBuilder builder) => builder.Services.AddSerilog(log => log
        .ReadFrom.Configuration(builder.Configuration)
        .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
        // The exception handler logs what is unforeseen; what is foreseen is an answer, not an error.
        .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogEventLevel.Fatal)
        // A start that fails says why in one sentence of ours.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        // Its keys lie in the database unencrypted: who can read them there can read everything else as well.
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
        .Enrich.FromLogContext()
        .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
            formatProvider: System.Globalization.CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose));
}
