using ProblemTracker.Agency;
using ProblemTracker.Jobs;

namespace ProblemTracker.Mail;

/// <summary>Registers the services, jobs and endpoints of mail.</summary>
internal static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton(new RecurringJob("mail", RecurringJob.EveryMinute, "Sends waiting emails",
            (job, ct) => job.Send(new DeliverMail(), ct), RunsAtStart: true));
        services.AddSingleton(EmailRetention.Kind);
        services.AddScoped<EmailSender>();
        services.AddSingleton(new SetUpStep("email", SetUpStep.Email, "Email", "Set the mail server and send yourself a test.",
            "/settings/email", async (db, ct) => await TestMail.Read(db, ct) is { Sent: true }, IsOptional: true));
        return services;
    }

    public static void MapMail(this RouteGroupBuilder v1)
    {
        var mail = v1.MapGroup("/mail").WithTags("Jobs and email");
        mail.MapListMail();
        mail.MapRetryMail();
        mail.MapDiscardMail();
        mail.MapReadMailStatus();
        mail.MapSendTestMail();
    }
}
