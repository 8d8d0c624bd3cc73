using ProblemTracker.Files;
using ProblemTracker.Jobs;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>What Incidents adds to the program: services, jobs and endpoints.</summary>
internal static class IncidentsSetup
{
    public static IServiceCollection AddIncidents(this IServiceCollection services)
    {
        services.AddScoped<ImportRuns>();
        services.AddScoped<IncidentCopy>();
        services.AddScoped<IncidentPlacement>();
        services.AddScoped<BoundariesChanged>(p => ct => p.GetRequiredService<IncidentPlacement>().Refresh(0, null, ct));
        services.AddSingleton<Uploads>();
        services.AddScoped<SavedMaps>();
        services.AddScoped<ImportLook>();
        services.AddScoped<SearchedRecord, SearchedIncidents>();
        // Every minute: somebody may look at the page and wait for an interrupted import to go on.
        services.AddSingleton(
            new RecurringJob(WorkImports.Job, RecurringJob.EveryMinute, "Imports the files that were uploaded",
                WorkAll, RunsAtStart: true));
        return services;
    }

    public static void MapIncidents(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListLinkedIncidents();
        problems.MapLinkIncidents();
        problems.MapUnlinkIncident();

        var incidents = v1.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapListIncidents();
        incidents.MapReadIncidentPatterns();
        incidents.MapListSavedFilters();
        incidents.MapSaveFilter();
        incidents.MapChangeSavedFilter();
        incidents.MapDeleteSavedFilter();

        var imports = v1.MapGroup("/imports").WithTags("Imports");
        imports.MapListImports();
        imports.MapUploadImport();
        imports.MapReadImport();
        imports.MapPreviewImport();
        imports.MapStartImport();
        imports.MapCancelImport();
        imports.MapUndoImport();
        imports.MapExportRejections();
        imports.MapListMaps();
        imports.MapDeleteMap();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapCountNearby();
    }

    /// <summary>One after the other until none waits.</summary>
    private static async Task WorkAll(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new WorkImports(), ct)).HasMore) { }
    }
}
