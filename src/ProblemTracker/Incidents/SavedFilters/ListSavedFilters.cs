using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Filters that the reader saved and filters that others share with everyone, by name.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListSavedFilters : IQuery<Page<SavedFilterDetails>>
{
    /// <summary>Most filters returned; the list is not paged.</summary>
    public const int Most = 200;
}

internal sealed class ListSavedFiltersHandler(Db db, Actor actor) : IRequestHandler<ListSavedFilters, Page<SavedFilterDetails>>
{
    public async Task<Page<SavedFilterDetails>> Handle(ListSavedFilters query, CancellationToken ct)
    {
        var found = await SavedFilterSql.List(db, actor, ListSavedFilters.Most + 1, ct);
        return new([.. found.Take(ListSavedFilters.Most)], Math.Min(found.Count, ListSavedFilters.Most),
            found.Count > ListSavedFilters.Most, null);
    }
}

internal static class ListSavedFiltersEndpoint
{
    public static void MapListSavedFilters(this RouteGroupBuilder incidents) => incidents
        .MapGet("/filters", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListSavedFilters(), ct))
        .WithName("ListSavedFilters").WithSummary("List the filters you saved and those that others share");
}
