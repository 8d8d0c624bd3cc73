using ProblemTracker.Jobs;

namespace ProblemTracker.AuditLog;

/// <summary>Registers the services, jobs and endpoints of the audit log's seals.</summary>
internal static class AuditLogSetup
{
    /// <summary>Steps of one run of the job: 100,000 entries. An old database is sealed in several runs.</summary>
    private const int MostSteps = 400;

    public static IServiceCollection AddAuditLog(this IServiceCollection services)
    {
        services.AddScoped<SealDraft>();
        services.AddSingleton(new RecurringJob("audit-seals", RecurringJob.EveryMinute, "Seals the audit log", Seal, RunsAtStart: true));
        services.AddSingleton(new RecurringJob("seal-emails", RecurringJob.EveryFiveMinutes,
            "Sends the audit log's last seal outside every morning", (job, ct) => job.Send(new SendSealEmails(), ct)));
        return services;
    }

    public static void MapAuditLog(this RouteGroupBuilder v1)
    {
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadSealRecipients();
        settings.MapChangeSealRecipients();
    }

    private static async Task Seal(JobMessages job, CancellationToken ct)
    {
        for (var step = 0; step < MostSteps && (await job.Send(new SealAudit(), ct)).More; step++) ct.ThrowIfCancellationRequested();
    }
}
