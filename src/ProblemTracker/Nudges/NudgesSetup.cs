using ProblemTracker.Jobs;
using ProblemTracker.Mail;

namespace ProblemTracker.Nudges;

/// <summary>What Nudges adds to the program: services, jobs and endpoints.</summary>
internal static class NudgesSetup
{
    public static IServiceCollection AddNudges(this IServiceCollection services)
    {
        services.AddScoped<LadderCases>();
        services.AddSingleton(
            new RecurringJob("nudges", RecurringJob.EveryFiveMinutes, "Looks for what is due and tells those who should know",
                Raise, RunsAtStart: true));
        return services;
    }

    public static void MapNudges(this RouteGroupBuilder v1)
    {
        var nudges = v1.MapGroup("/nudges").WithTags("Nudges");
        nudges.MapListMyNudges();
        nudges.MapSeeNudge();
        nudges.MapSnoozeNudge();
        nudges.MapFinishNudge();
    }

    /// <summary>Reminders, the morning's emails about them, and their delivery rather than five minutes later.</summary>
    private static async Task Raise(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new RaiseNudges(), ct)).HasMore) { }
        for (var next = (await job.Send(new SendMorningMail(), ct)).Next; next is not null;)
            next = (await job.Send(new SendMorningMail(next.Value), ct)).Next;
        while ((await job.Send(new SendOutsideReminders(), ct)).HasMore) { }
        await job.Send(new DeliverMail(), ct);
    }
}
