using ProblemTracker.Jobs;

namespace ProblemTracker.Concerns;

/// <summary>Registers the services and endpoints of Concerns.</summary>
internal static class ConcernsSetup
{
    public static IServiceCollection AddConcerns(this IServiceCollection services)
    {
        services.AddScoped<ConcernLinks>();
        services.AddScoped<ConcernPlaces>();
        services.AddScoped<ConcernIntake>();
        services.AddSingleton(ConcernRetention.Kind);
        services.AddSingleton(new RecurringJob("concern-drafts", RecurringJob.EveryFiveMinutes, "Deletes reports that nobody sent",
            async (jobs, ct) => await jobs.Send(new DeleteOldDrafts(), ct)));
        return services;
    }

    public static void MapConcerns(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/problems").WithTags("Problems").MapLinkConcerns();

        var concerns = v1.MapGroup("/concerns").WithTags("Concerns");
        concerns.MapListConcerns();
        concerns.MapReadConcern();
        concerns.MapAcknowledgeConcern();
        concerns.MapAnswerConcern();
        concerns.MapCloseConcern();
        concerns.MapReopenConcern();
        concerns.MapFindSimilarConcerns();
        concerns.MapMergeConcern();
        concerns.MapReferConcern();
    }
}
