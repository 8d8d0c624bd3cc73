using ProblemTracker.Jobs;

namespace ProblemTracker.Search;

/// <summary>What Search adds to the program: services, jobs and endpoints.</summary>
internal static class SearchSetup
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton(new RecurringJob("search", RecurringJob.EveryFiveMinutes,
            "Makes found what was written without its words, such as what was there before there was a search",
            (job, ct) => job.Send(new FillSearch(), ct), RunsAtStart: true));
        return services;
    }

    public static void MapSearch(this RouteGroupBuilder v1)
    {
        var search = v1.MapGroup("/search").WithTags("Search");
        search.MapFindText();
    }
}
