using ProblemTracker.Jobs;

namespace ProblemTracker.Mail;

/// <summary>What Mail adds to the program: services, jobs and endpoints.</summary>
internal static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton(new RecurringJob("mail", RecurringJob.EveryFiveMinutes, "Sends the mail that waits",
            (job, ct) => job.Send(new DeliverMail(), ct)));
        return services;
    }

    public static void MapMail(this RouteGroupBuilder v1)
    {
        var mail = v1.MapGroup("/mail").WithTags("Jobs and mail");
        mail.MapListMail();
        mail.MapRetryMail();
        mail.MapDiscardMail();
        mail.MapReadMailStatus();
    }
}
