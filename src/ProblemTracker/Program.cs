using ProblemTracker.Accounts;
using ProblemTracker.Demo;
using ProblemTracker.Host;
using ProblemTracker.Jobs;

return await CommandLine.Run(args, Serve);

static async Task Serve(string[] settings)
{
    using var stop = new EarlyStop();
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseStaticWebAssets();
    var options = TrackerOptions.From(builder.Configuration);
    DemoMode.MustListenOnLoopback(options, builder.Configuration);
    PublicAddress.MustBeGiven(options, builder.Configuration);

    builder.AddTrackerLogging();
    builder.AddOwnHttps(options);
    builder.Services.AddSystemd();
    builder.AddTelemetry();
    builder.Services.AddTracker(options);
    builder.Services.AddTrackerAuthentication(options);
    builder.Services.AddTrackerRateLimits();
    builder.Services.AddPublicAddress(options);
    builder.Services.AddTrackerJobs(options);
    builder.Services.AddTrackerApi();
    builder.Services.AddTrackerPages();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = WebSetup.LargestBody);

    await using var app = builder.Build();
    await Startup.Prepare(app.Services, options);

    app.UseOwnHttps(options);
    app.UsePublicAddress(options);
    app.UseMetricsPage();
    app.UseTrackerPipeline();
    app.MapHealth();
    app.MapTrackerApi();
    app.MapTrackerPages();
    app.MapJobDashboard();
    await Startup.Run(app, options, stop);
}
