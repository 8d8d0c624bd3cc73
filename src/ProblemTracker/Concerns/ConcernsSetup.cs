using ProblemTracker.Jobs;
using ProblemTracker.Search;

namespace ProblemTracker.Concerns;

/// <summary>Registers the services and endpoints of Concerns.</summary>
internal static class ConcernsSetup
{
    public static IServiceCollection AddConcerns(this IServiceCollection services)
    {
        services.AddScoped<ConcernLinks>();
        services.AddScoped<ConcernPlaces>();
        services.AddScoped<ConcernIntake>();
        services.AddScoped<SearchedRecord, SearchedConcerns>();
        services.AddSingleton(ConcernRetention.Kind);
        services.AddSingleton(new RecurringJob("concern-drafts", RecurringJob.EveryFiveMinutes,
            "Deletes reports that nobody sent, and what erased reporters left in the search index", async (jobs, ct) =>
            {
                await jobs.Send(new DeleteOldDrafts(), ct);
                await jobs.Send(new OverwriteErased(), ct);
            }));
        services.AddSingleton(new RecurringJob("repeat-complaints", RecurringJob.EveryFiveMinutes,
            "Looks whether new concerns are repeat complaints about their place", FindRepeats));
        return services;
    }

    public static void MapConcerns(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/problems").WithTags("Problems").MapLinkConcerns();

        var concerns = v1.MapGroup("/concerns").WithTags("Concerns");
        concerns.MapListConcerns();
        concerns.MapReadConcern();
        concerns.MapReadConcernPhoto();
        concerns.MapAcknowledgeConcern();
        concerns.MapAnswerConcern();
        concerns.MapCloseConcern();
        concerns.MapReopenConcern();
        concerns.MapFindSimilarConcerns();
        concerns.MapMergeConcern();
        concerns.MapReferConcern();
        concerns.MapEnterConcern();
        concerns.MapReadConcernMap();
        concerns.MapEraseReporter();

        var repeats = v1.MapGroup("/concerns/repeats").WithTags("Concerns");
        repeats.MapListRepeatComplaints();
        repeats.MapReadRepeatComplaint();
        repeats.MapDecideRepeatComplaint();
    }

    private static async Task FindRepeats(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new FindRepeatComplaints(), ct)).HasMore) { }
    }
}
