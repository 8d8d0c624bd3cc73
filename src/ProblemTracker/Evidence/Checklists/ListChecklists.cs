using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>The walks over a problem's site with their answers, in the order in which they were walked, withdrawn ones included.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListChecklists(long ProblemId) : IQuery<IReadOnlyList<WalkDetails>>;

/// <summary>One walk.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadChecklist(long ProblemId, int Number) : IQuery<WalkDetails>;

/// <summary>The walks as a CSV file, with a row for each item of each walk.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportChecklists(long ProblemId) : IQuery<CsvFile>;

internal sealed class ListChecklistsHandler(Db db, Actor actor) : IRequestHandler<ListChecklists, IReadOnlyList<WalkDetails>>,
    IRequestHandler<ReadChecklist, WalkDetails>, IRequestHandler<ExportChecklists, CsvFile>
{
    private static readonly string[] Columns =
    [
        "walk", "walkedAt", "walkedOn", "site", "residents", "filledBy", "score", "withdrawnAt", "withdrawnReason", "note", "item",
        "extent", "points", "remark",
    ];

    public async Task<IReadOnlyList<WalkDetails>> Handle(ListChecklists query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await ChecklistSql.Walks(db, query.ProblemId, ct);
    }

    public async Task<WalkDetails> Handle(ReadChecklist query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await ChecklistSql.Walk(db, query.ProblemId, query.Number, ct);
    }

    public async Task<CsvFile> Handle(ExportChecklists query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var walks = await ChecklistSql.Walks(db, query.ProblemId, ct);
        return new("checklists.csv", Columns, walks.SelectMany(walk => walk.Items, Row).ToAsyncEnumerable())
        {
            ProblemId = query.ProblemId,
        };
    }

    private static IReadOnlyList<object?> Row(WalkDetails walk, WalkItem item) =>
    [
        walk.Number, walk.WalkedAt, walk.WalkedOn, walk.Site, walk.Residents, walk.FilledBy, walk.Score, walk.WithdrawnAt,
        walk.WithdrawnReason, walk.Note, item.Item, Wording.Of(item.Extent), item.Points, item.Remark,
    ];
}

internal static class ListChecklistsEndpoint
{
    public static void MapListChecklists(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/checklists", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListChecklists(id), ct))
            .WithName("ListChecklists").WithSummary("List the filled site checklists of a problem with their scores");
        problems.MapGet("/{id:long}/checklists/{number:int}", (long id, int number, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadChecklist(id, number), ct))
            .WithName("ReadChecklist").WithSummary("Read a filled site checklist");
        problems.MapGet("/{id:long}/checklists.csv", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ExportChecklists(id), ct))
            .WithName("ExportChecklists").WithSummary("The filled site checklists of a problem as a CSV file, a row for each item")
            .Produces<string>(200, "text/csv");
    }
}
