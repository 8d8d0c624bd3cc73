using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>What the site checklist asks, in the agency's order.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadChecklistItems : IQuery<VersionedSetting<ChecklistItemList>>;

/// <param name="Active">False for a retired item, which earlier walks keep but new ones don't ask.</param>
/// <param name="Id">Null for a new item.</param>
public sealed record ChecklistItem(string Name, bool Active = true, long? Id = null);

public sealed record ChecklistItemList(IReadOnlyList<ChecklistItem> Items);

internal static class ChecklistItemSql
{
    /// <summary>Name of the setting whose version the list has.</summary>
    public const string Setting = "checklistItems";

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool Active { get; init; }
    }

    public static async Task<IReadOnlyList<ChecklistItem>> List(Db db, CancellationToken ct) =>
        [.. (await db.List<Row>("SELECT i.Id, i.Name, i.Active FROM ChecklistItem i ORDER BY i.Position, i.Id", null, ct))
            .Select(row => new ChecklistItem(row.Name, row.Active, row.Id))];
}

internal sealed class ReadChecklistItemsHandler(Db db) : IRequestHandler<ReadChecklistItems, VersionedSetting<ChecklistItemList>>
{
    public async Task<VersionedSetting<ChecklistItemList>> Handle(ReadChecklistItems query, CancellationToken ct) =>
        new(await SettingSql.Version(db, ChecklistItemSql.Setting, ct), new(await ChecklistItemSql.List(db, ct)));
}

internal static class ReadChecklistItemsEndpoint
{
    public static void MapReadChecklistItems(this RouteGroupBuilder settings) => settings
        .MapGet("/checklist-items", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadChecklistItems(), ct)).Result())
        .WithName("ReadChecklistItems").WithSummary("List the items of the site checklist, in order").Produces<ChecklistItemList>();
}
