using ProblemTracker.Analysis;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Registers the services and endpoints of calls, shifts and patrol time.</summary>
internal static class PatrolSetup
{
    public static IServiceCollection AddPatrol(this IServiceCollection services)
    {
        services.AddScoped<IRowImport, UnitRowImport>();
        services.AddScoped<PatrolHistory>();
        services.AddScoped<TaskWriter>();
        services.AddScoped<WeekReader>();
        services.AddScoped<PlanReader>();
        // A person waits for it; what is left to gain after this is a percent or two.
        services.AddSingleton(new PlanEffort(Seconds: 10, Workers: 2));
        return services;
    }

    public static void MapPatrol(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/calls").WithTags("Patrol").MapListCalls();
        var patrol = v1.MapGroup("/patrol").WithTags("Patrol");
        patrol.MapReadPatrolTime();
        patrol.MapListTasks();
        patrol.MapAddTask();
        patrol.MapChangeTask();
        patrol.MapListUnits();
        patrol.MapChangeUnit();
        patrol.MapReadPlan();
        patrol.MapPlanWeek();
        patrol.MapPlaceVisit();
        patrol.MapRecordVisit();
        patrol.MapReadNow();
        v1.MapGroup("/problems").WithTags("Patrol").MapReadDosage();
    }
}
