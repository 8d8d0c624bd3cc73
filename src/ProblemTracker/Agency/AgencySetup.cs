namespace ProblemTracker.Agency;

/// <summary>Registers the services and endpoints of Agency.</summary>
internal static class AgencySetup
{
    public static IServiceCollection AddAgency(this IServiceCollection services)
    {
        services.AddScoped<AgencySettings>();
        services.AddScoped<ListReader>();
        return services;
    }

    public static void MapAgency(this RouteGroupBuilder v1)
    {
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadCategories();
        settings.MapReplaceCategories();
        settings.MapReadDeadlines();
        settings.MapChangeDeadlines();
        settings.MapReadHolidays();
        settings.MapReplaceHolidays();
        settings.MapReadTimeZone();
        settings.MapChangeTimeZone();
        settings.MapReadResponsibility();
        settings.MapChangeResponsibility();
    }
}
