using ProblemTracker.Jobs;

namespace ProblemTracker.Search;

/// <summary>Registers the services, jobs and endpoints of Search.</summary>
internal static class SearchSetup
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton(new RecurringJob("search", RecurringJob.EveryFiveMinutes,
            "Adds records to the search index that are not in it yet",
            (job, ct) => job.Send(new FillSearch(), ct), RunsAtStart: true));
        return services;
    }

    public static void MapSearch(this RouteGroupBuilder v1)
    {
        var search = v1.MapGroup("/search").WithTags("Search");
        search.MapFindText();
        search.MapFindPeople();
        search.MapSuggestText();
    }
}
