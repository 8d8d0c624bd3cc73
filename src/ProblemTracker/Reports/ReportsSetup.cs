using ProblemTracker.Jobs;

namespace ProblemTracker.Reports;

/// <summary>Registers the services, jobs and endpoints of reports.</summary>
internal static class ReportsSetup
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddScoped<BriefingReader>();
        services.AddScoped<LifeReader>();
        services.AddSingleton(
            new RecurringJob("briefings", RecurringJob.EveryFiveMinutes, "Sends the weekly briefing to everyone who asked for it", Send));
        return services;
    }

    public static void MapReports(this RouteGroupBuilder v1)
    {
        var reports = v1.MapGroup("/reports").WithTags("Reports");
        reports.MapReadBriefing();
        reports.MapReadStatusReport();
        reports.MapReadOverdueReport();
        reports.MapReadFlowReport();
        reports.MapReadWorkloadReport();
        reports.MapReadOutcomesReport();
        reports.MapReadParticipationReport();
        reports.MapReadQualityReport();
        reports.MapReadQualityOfLife();
        reports.MapReadConcernsReport();
    }

    private static async Task Send(JobMessages job, CancellationToken ct)
    {
        for (var next = (await job.Send(new SendBriefings(), ct)).Next; next is not null;)
            next = (await job.Send(new SendBriefings(next.Value), ct)).Next;
    }
}
