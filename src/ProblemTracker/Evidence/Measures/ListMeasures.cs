using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What the test of a problem's response can measure.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListMeasures(long ProblemId) : IQuery<Measures>;

/// <param name="Items">Counted incidents first, the problem's own category before the others.</param>
/// <param name="Series">The series of numbers among them, with their numbers.</param>
/// <param name="FirstIncident">The earliest incident of the problem's category; null without any.</param>
public sealed record Measures(IReadOnlyList<MeasureChoice> Items, IReadOnlyList<ManualSeries> Series, FirstIncident? FirstIncident);

/// <param name="Filter">The text by which a test names it.</param>
public sealed record MeasureChoice(string Filter, TestMeasure Measure, string Name, bool MoreIsBetter);

internal sealed class ListMeasuresHandler(Db db, Actor actor, MeasureReader measures, FirstIncidents firsts)
    : IRequestHandler<ListMeasures, Measures>
{
    private sealed record Category
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
    }

    public async Task<Measures> Handle(ListMeasures query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var categories = await db.List<Category>("""
            SELECT c.Code, c.Name FROM Category c LEFT JOIN Problem p ON p.Id = @ProblemId AND p.CategoryCode = c.Code
            WHERE c.Active = 1 OR p.Id IS NOT NULL ORDER BY IIF(p.Id IS NULL, 1, 0), c.Position, c.Code
            """, new { query.ProblemId }, ct);
        var saved = (await SavedFilterSql.List(db, actor, ListSavedFilters.Most, ct))
            .Select(one => (one.Name, Kept: KeptFilter.Of(one.Filter))).Where(one => KeptFilter.Anywhere(one.Kept) is not null);
        var series = await ManualSeriesSql.List(db, query.ProblemId, ct);
        List<MeasureChoice> counted = [.. categories.Select(one => Counted(KeptFilter.Of(new(CategoryCode: one.Code)), one.Name))];
        return new(
        [
            .. counted,
            .. saved.Select(one => Counted(one.Kept, $"Saved filter: {one.Name}")),
            .. await measures.Choices(query.ProblemId, series, ct),
        ], series, counted.Count == 0 ? null : await firsts.Of(counted[0].Filter, ct));
    }

    private static MeasureChoice Counted(string kept, string name) => new(kept, TestMeasure.Incidents, name, MoreIsBetter: false);
}

internal static class ListMeasuresEndpoint
{
    public static void MapListMeasures(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/measures", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListMeasures(id), ct))
        .WithName("ListMeasures")
        .WithSummary("List what the test of a response can measure: incidents, survey questions, site checklists, and series of numbers");
}
