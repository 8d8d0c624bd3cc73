using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Jobs;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>Registers the services, jobs and endpoints of incidents.</summary>
internal static class IncidentsSetup
{
    public static IServiceCollection AddIncidents(this IServiceCollection services)
    {
        services.AddSingleton(IncidentRetention.Incidents);
        services.AddSingleton(IncidentRetention.Imports);
        services.AddScoped<ImportRuns>();
        services.AddScoped<LinkedIncidentNotices>();
        services.AddScoped<IncidentLinks>();
        services.AddScoped<IncidentCopy>();
        services.AddScoped<IncidentPlacement>();
        services.AddScoped<BoundariesChanged>(p => (within, ct) => p.GetRequiredService<IncidentPlacement>().Refresh(within, 0, null, ct));
        services.AddScoped<BoundariesImported>(p => p.GetRequiredService<ImportRuns>().Add);
        services.AddSingleton<Uploads>();
        services.AddScoped<SavedMaps>();
        services.AddScoped<ImportLook>();
        services.AddScoped<ReadForStart>();
        services.AddSingleton<FileSurveys>();
        services.AddScoped<SearchedRecord, SearchedIncidents>();
        services.AddSingleton(new SetUpStep("incidents", SetUpStep.Incidents, "First incidents",
            "Import calls or reports from a file, so that analysts can count them.", "/imports/new",
            SetUpStep.Any("SELECT COUNT(*) FROM ImportRun WHERE Kind = 'Incidents' AND State = 'Finished'"), IsOptional: true));
        // Every minute, because someone may be waiting for an interrupted import to continue.
        services.AddSingleton(
            new RecurringJob(WorkImports.Job, RecurringJob.EveryMinute, "Imports uploaded files", WorkAll, RunsAtStart: true));
        return services;
    }

    public static void MapIncidents(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListLinkedIncidents();
        problems.MapLinkIncidents();
        problems.MapReadProblemPlace();
        problems.MapUnlinkIncident();

        var incidents = v1.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapListIncidents();
        incidents.MapReadIncidentHistory();
        incidents.MapFindAddresses();
        incidents.MapReadIncidentMap();
        incidents.MapCountIncidents();
        incidents.MapReadIncidentPatterns();
        incidents.MapReadIncidentPlaces();
        incidents.MapListSavedFilters();
        incidents.MapSaveFilter();
        incidents.MapChangeSavedFilter();
        incidents.MapDeleteSavedFilter();

        var imports = v1.MapGroup("/imports").WithTags("Imports");
        imports.MapListImports();
        imports.MapUploadImport();
        imports.MapReadImport();
        imports.MapReadImportAreas();
        imports.MapPreviewImport();
        imports.MapKeepMap();
        imports.MapStartImport();
        imports.MapCancelImport();
        imports.MapUndoImport();
        imports.MapExportRejections();
        imports.MapListMaps();
        imports.MapDeleteMap();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapCountNearby();
    }

    /// <summary>Runs imports one after the other until none is queued.</summary>
    private static async Task WorkAll(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new WorkImports(), ct)).HasMore) { }
    }
}
