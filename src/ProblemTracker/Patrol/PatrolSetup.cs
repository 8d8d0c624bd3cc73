using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Registers the services and endpoints of calls, shifts and patrol time.</summary>
internal static class PatrolSetup
{
    public static IServiceCollection AddPatrol(this IServiceCollection services)
    {
        services.AddScoped<IRowImport, UnitRowImport>();
        return services;
    }

    public static void MapPatrol(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/calls").WithTags("Patrol").MapListCalls();
        v1.MapGroup("/patrol").WithTags("Patrol").MapReadPatrolTime();
    }
}
