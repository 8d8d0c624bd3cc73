using ProblemTracker.Jobs;

namespace ProblemTracker.Open311;

/// <summary>Registers the services, jobs and endpoints of Open311. The server's own addresses are mapped by MapOpen311Server.</summary>
internal static class Open311Setup
{
    public static IServiceCollection AddOpen311(this IServiceCollection services)
    {
        services.AddSingleton<Open311Limits>();
        services.AddSingleton<Open311Client>();
        services.AddSingleton(new RecurringJob("open311", RecurringJob.EveryFiveMinutes, "Gets requests from other cities' servers",
            (jobs, ct) => jobs.Send(new PullOpen311(), ct)));
        return services;
    }

    public static void MapOpen311(this RouteGroupBuilder v1)
    {
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadOpen311Settings();
        settings.MapChangeOpen311Settings();

        var keys = v1.MapGroup("/open311/keys").WithTags("Open311");
        keys.MapListOpen311Keys();
        keys.MapCreateOpen311Key();
        keys.MapRevokeOpen311Key();

        var feeds = v1.MapGroup("/open311/feeds").WithTags("Open311");
        feeds.MapListOpen311Feeds();
        feeds.MapCreateOpen311Feed();
        feeds.MapChangeOpen311Feed();
        feeds.MapPullOpen311();
    }
}
