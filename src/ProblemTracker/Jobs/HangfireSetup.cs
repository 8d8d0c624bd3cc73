using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.SqlServer;

namespace ProblemTracker.Jobs;

/// <summary>Hangfire stores only when jobs run; what they work on is in our own tables.</summary>
internal static class HangfireSetup
{
    public static void AddTrackerJobs(this IServiceCollection services, TrackerOptions options)
    {
        // Don't call UseStorage: it sets a static field, so two servers in one process would share the last one's storage.
        services.AddSingleton<JobStorage>(_ =>
            options.Database.Dialect.ServesManyProcesses ? new SqlServerStorage(options.Database.ConnectionString) : new InMemoryStorage());
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        if (options.RunsJobs) services.AddHangfireServer(server => server.WorkerCount = 2);
    }

    /// <summary>Hangfire's pages, which can start and delete jobs. Administrators only; changes need an antiforgery token.</summary>
    public static void MapJobDashboard(this IEndpointRouteBuilder app) => app.MapHangfireDashboard("/hangfire", new DashboardOptions
    {
        Authorization = [],
        AsyncAuthorization = [new AdministratorsOnly()],
        DashboardTitle = "ProblemTracker jobs",
        AppPath = "/jobs",
        DisplayStorageConnectionString = false,
        IgnoreAntiforgeryToken = false,
    });

    private sealed class AdministratorsOnly : IDashboardAsyncAuthorizationFilter
    {
        public Task<bool> AuthorizeAsync(DashboardContext context) =>
            Task.FromResult(context.GetHttpContext().RequestServices.GetRequiredService<Actor>().Might(Permission.Administer));
    }
}
