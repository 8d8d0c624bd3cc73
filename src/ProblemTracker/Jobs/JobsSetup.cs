namespace ProblemTracker.Jobs;

/// <summary>What Jobs adds to the program: services, jobs and endpoints.</summary>
internal static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobMessages>();
        services.AddSingleton<RecurringJobs>();
        services.AddSingleton(
            new RecurringJob("request-keys", RecurringJob.EveryFiveMinutes, "Forgets the answers kept for repeated requests",
            (job, ct) => job.Send(new ForgetRequestKeys(), ct)));
        return services;
    }

    public static void MapJobs(this RouteGroupBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs and mail");
        jobs.MapListJobs();
    }
}
