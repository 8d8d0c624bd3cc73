namespace ProblemTracker.Maps;

/// <summary>Registers the services and endpoints of Maps.</summary>
internal static class MapsSetup
{
    public static IServiceCollection AddMaps(this IServiceCollection services)
    {
        services.AddSingleton<OutlineMap>();
        services.AddScoped<MapExtents>();
        services.AddSingleton<StreetMap>();
        return services;
    }

    public static void MapMaps(this RouteGroupBuilder v1)
    {
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadMapSettings();
        settings.MapChangeMapSettings();

        var maps = v1.MapGroup("/maps").WithTags("Maps");
        maps.MapReadOutlines();
        maps.MapReadStreets();
        maps.MapImportStreets();
    }
}
