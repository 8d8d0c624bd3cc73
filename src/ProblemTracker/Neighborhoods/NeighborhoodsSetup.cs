namespace ProblemTracker.Neighborhoods;

/// <summary>Registers the services and endpoints of Neighborhoods.</summary>
internal static class NeighborhoodsSetup
{
    public static IServiceCollection AddNeighborhoods(this IServiceCollection services)
    {
        services.AddSingleton<NeighborhoodMap>();
        services.AddScoped<BoundarySave>();
        return services;
    }

    public static void MapNeighborhoods(this RouteGroupBuilder v1)
    {
        var neighborhoods = v1.MapGroup("/neighborhoods").WithTags("Neighborhoods");
        neighborhoods.MapListNeighborhoods();
        neighborhoods.MapReadBoundaries();
        neighborhoods.MapReadNeighborhood();
    }
}
