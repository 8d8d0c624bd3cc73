using ProblemTracker.Concerns;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;

namespace ProblemTracker.Nudges;

/// <summary>Registers the services, jobs and endpoints of nudges.</summary>
internal static class NudgesSetup
{
    public static IServiceCollection AddNudges(this IServiceCollection services)
    {
        services.AddScoped<LadderCases>();
        services.AddSingleton(
            new RecurringJob("nudges", RecurringJob.EveryFiveMinutes, "Raises reminders and escalations, and emails them in the morning",
                Raise, RunsAtStart: true));
        services.AddSingleton(new RecurringJob("updates", RecurringJob.EveryMinute, "Emails what people want to hear at once", TellAtOnce));
        return services;
    }

    public static void MapNudges(this RouteGroupBuilder v1)
    {
        var nudges = v1.MapGroup("/nudges").WithTags("Nudges");
        nudges.MapListMyNudges();
        nudges.MapSeeNudge();
        nudges.MapSeeNudges();
        nudges.MapSnoozeNudge();
        nudges.MapFinishNudge();
    }

    private static async Task TellAtOnce(JobMessages job, CancellationToken ct)
    {
        for (var next = (await job.Send(new SendUpdateMail(), ct)).Next; next is not null;)
            next = (await job.Send(new SendUpdateMail(next.Value), ct)).Next;
    }

    /// <summary>Raises nudges and queues their emails, then delivers them at once instead of at the next mail run.</summary>
    private static async Task Raise(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new RaiseNudges(), ct)).HasMore) { }
        while ((await job.Send(new RaiseCommitmentNudges(), ct)).HasMore) { }
        for (var after = (await job.Send(new RaiseConcernReminders(), ct)).Next; after is not null;)
            after = (await job.Send(new RaiseConcernReminders(after), ct)).Next;
        for (var next = (await job.Send(new SendMorningMail(), ct)).Next; next is not null;)
            next = (await job.Send(new SendMorningMail(next.Value), ct)).Next;
        while ((await job.Send(new SendOutsideReminders(), ct)).HasMore) { }
        await job.Send(new SendHolidayWarnings(), ct);
        await job.Send(new DeliverMail(), ct);
    }
}
