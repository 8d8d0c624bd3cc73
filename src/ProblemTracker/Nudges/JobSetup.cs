using Hangfire;

namespace ProblemTracker.Nudges;

/// <summary>Hangfire holds when; our tables hold what.</summary>
internal static class JobSetup
{
    public static void AddTrackerJobs(this IServiceCollection services, TrackerOptions options)
    {
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseStorage(options.Database.Dialect.JobStorage(options.Database.ConnectionString)));
        if (options.RunsJobs) services.AddHangfireServer(server => server.WorkerCount = 2);
    }
}
