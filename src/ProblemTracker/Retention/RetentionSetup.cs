using ProblemTracker.Jobs;

namespace ProblemTracker.Retention;

/// <summary>Registers the services, job and endpoints of retention. Each capability registers its kinds of records itself.</summary>
internal static class RetentionSetup
{
    /// <summary>Purges in one run of the job; the rest follow in the next.</summary>
    private const int MostSteps = 200;

    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddScoped<Schedules>();
        services.AddScoped<DueRecords>();
        services.AddSingleton(new RecurringJob("purges", RecurringJob.EveryFiveMinutes, "Executes approved purges", Run,
            RunsAtStart: true));
        return services;
    }

    public static void MapRetention(this RouteGroupBuilder v1)
    {
        var retention = v1.MapGroup("/retention").WithTags("Retention");
        retention.MapCountDue();
        retention.MapListDue();
        retention.MapCountProposed();
        retention.MapProposePurge();
        retention.MapApprovePurge();
        retention.MapKeepLonger();
        retention.MapListLegalHolds();
        retention.MapSetLegalHold();
        retention.MapEndLegalHold();
        retention.MapCertificates();

        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadRetentionSchedule();
        settings.MapChangeRetentionSchedule();
    }

    /// <summary>Each step is a transaction of its own, so that a killed run leaves whole purges and goes on where it stopped.</summary>
    private static async Task Run(JobMessages job, CancellationToken ct)
    {
        for (var step = 0; step < MostSteps && (await job.Send(new RunPurge(), ct)).More; step++) ct.ThrowIfCancellationRequested();
        while ((await job.Send(new DeletePurgedFiles(), ct)).More) ct.ThrowIfCancellationRequested();
        await job.Send(new OverwritePurged(), ct);
    }
}
