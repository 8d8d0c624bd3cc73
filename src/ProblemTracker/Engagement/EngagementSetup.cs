namespace ProblemTracker.Engagement;

/// <summary>Registers the services and endpoints of Engagement.</summary>
internal static class EngagementSetup
{
    public static IServiceCollection AddEngagement(this IServiceCollection services) =>
        services.AddSingleton(EngagementRetention.Kind);

    public static void MapEngagement(this RouteGroupBuilder v1)
    {
        var engagements = v1.MapGroup("/engagements").WithTags("Contacts with residents");
        engagements.MapListEngagements();
        engagements.MapLogEngagement();
        engagements.MapDeleteEngagement();
        engagements.MapReadReach();
    }
}
