using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Views of the list of problems that the reader saved and those that others share, by name.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListViews : IQuery<Page<SavedViewDetails>>
{
    /// <summary>Most views returned; the list is not paged.</summary>
    public const int Most = 200;
}

internal sealed class ListViewsHandler(Db db, Actor actor) : IRequestHandler<ListViews, Page<SavedViewDetails>>
{
    public async Task<Page<SavedViewDetails>> Handle(ListViews query, CancellationToken ct)
    {
        var found = await SavedViewSql.List(db, actor, ListViews.Most + 1, ct);
        return new([.. found.Take(ListViews.Most)], Math.Min(found.Count, ListViews.Most), found.Count > ListViews.Most, null);
    }
}

internal static class ListViewsEndpoint
{
    public static void MapListViews(this RouteGroupBuilder views) => views
        .MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListViews(), ct))
        .WithName("ListViews").WithSummary("List the views of problems that you saved and those that others share");
}
