namespace ProblemTracker.PublicRecords;

/// <summary>Registers the services and endpoints of PublicRecords.</summary>
internal static class PublicRecordsSetup
{
    public static IServiceCollection AddPublicRecords(this IServiceCollection services)
    {
        services.AddScoped<DossierReader>();
        services.AddScoped<RecordsReader>();
        services.AddScoped<ReleaseBuilder>();
        services.AddScoped<PreparedRelease>();
        services.AddScoped<PreparedReport>();
        services.AddSingleton<ReleaseFiles>();
        services.AddSingleton(RecordsRetention.Kind);
        return services;
    }

    public static void MapPublicRecords(this RouteGroupBuilder v1)
    {
        var requests = v1.MapGroup("/records-requests").WithTags("Public records");
        requests.MapListRecordsRequests();
        requests.MapListRecordsDue();
        requests.MapCreateRecordsRequest();
        requests.MapReadRecordsRequest();
        requests.MapChangeRecordsRequest();
        requests.MapAddRecordsProblems();
        requests.MapRemoveRecordsProblem();
        requests.MapReadRecordsFields();
        requests.MapDecideRecordsFields();
        requests.MapCheckRecords();
        requests.MapReleaseRecords();
        requests.MapDownloadRecords();

        v1.MapGroup("/problems").WithTags("Problems").MapReadProblemReport();

        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadReasonCodes();
        settings.MapReplaceReasonCodes();
    }
}
