using ProblemTracker.Search;

namespace ProblemTracker.Stakeholders;

/// <summary>Registers the services and endpoints of Stakeholders.</summary>
internal static class StakeholdersSetup
{
    public static IServiceCollection AddStakeholders(this IServiceCollection services)
    {
        services.AddScoped<SearchedRecord, SearchedStakeholders>();
        services.AddSingleton(StakeholderRetention.Kind);
        return services;
    }

    public static void MapStakeholders(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListAttachments();
        problems.MapAttachStakeholder();
        problems.MapDetachStakeholder();

        var stakeholders = v1.MapGroup("/stakeholders").WithTags("Stakeholders");
        stakeholders.MapListStakeholders();
        stakeholders.MapReadStakeholder();
        stakeholders.MapCreateStakeholder();
        stakeholders.MapChangeStakeholder();
        stakeholders.MapFindSimilarStakeholders();
        stakeholders.MapListStakeholderProblems();
        stakeholders.MapRecordConsent();
        stakeholders.MapWithdrawConsent();
        stakeholders.MapMergeStakeholders();
        stakeholders.MapListMergedEntries();
    }
}
