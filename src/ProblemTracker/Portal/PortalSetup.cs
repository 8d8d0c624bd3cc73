using ProblemTracker.Jobs;

namespace ProblemTracker.Portal;

/// <summary>Registers the services and endpoints of Portal.</summary>
internal static class PortalSetup
{
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddScoped<BulletinEmails>();
        services.AddSingleton<MeetingCalendar>();
        services.AddSingleton(new RecurringJob("residents-news", RecurringJob.EveryFiveMinutes, "Emails news to residents who follow them",
            async (jobs, ct) => await jobs.Send(new SendNews(), ct)));
        return services;
    }

    public static void MapPortal(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapReadPublication();
        problems.MapPublishProblem();

        var bulletins = v1.MapGroup("/bulletins").WithTags("Bulletins");
        bulletins.MapListBulletins();
        bulletins.MapWriteBulletin();
        bulletins.MapDecideBulletin();
    }
}
