namespace ProblemTracker.Jobs;

/// <summary>Registers the services, jobs and endpoints of jobs.</summary>
internal static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobMessages>();
        services.AddSingleton<RecurringJobs>();
        services.AddSingleton(
            new RecurringJob("request-keys", RecurringJob.EveryFiveMinutes, "Deletes old responses saved for repeated API requests",
                (job, ct) => job.Send(new ForgetRequestKeys(), ct)));
        return services;
    }

    public static void MapJobs(this RouteGroupBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs and email");
        jobs.MapListJobs();
    }
}
