using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>Registers the services and endpoints of Neighborhoods.</summary>
internal static class NeighborhoodsSetup
{
    public static IServiceCollection AddNeighborhoods(this IServiceCollection services)
    {
        services.AddSingleton<NeighborhoodMap>();
        services.AddScoped<BoundaryPlanner>();
        services.AddScoped<BoundarySave>();
        services.AddScoped<BoundaryUndo>();
        services.AddScoped<NeighborhoodChanges>();
        services.AddSingleton(new SetUpStep("neighborhoods", SetUpStep.Neighborhoods, "Neighborhoods",
            "Add the names of your neighborhoods, or import their boundaries from a file.", "/settings/neighborhoods",
            SetUpStep.Any("SELECT COUNT(*) FROM Neighborhood WHERE Active = 1 AND IsUnassigned = 0")));
        return services;
    }

    public static void MapNeighborhoods(this RouteGroupBuilder v1)
    {
        var neighborhoods = v1.MapGroup("/neighborhoods").WithTags("Neighborhoods");
        neighborhoods.MapListNeighborhoods();
        neighborhoods.MapReadBoundaries();
        neighborhoods.MapReadNeighborhood();
        neighborhoods.MapCreateNeighborhood();
        neighborhoods.MapChangeNeighborhood();
        neighborhoods.MapRemoveNeighborhood();
        neighborhoods.MapReadNeighborhoodHistory();
        neighborhoods.MapRedrawNeighborhood();
        neighborhoods.MapRetireNeighborhood();
        neighborhoods.MapCutNeighborhood();
        neighborhoods.MapSplitNeighborhood();
        neighborhoods.MapMergeNeighborhoods();
        neighborhoods.MapOverlaps();
    }
}
