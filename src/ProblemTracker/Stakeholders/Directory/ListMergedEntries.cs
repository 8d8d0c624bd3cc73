using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>The entries that were merged into an entry, oldest first, each as it was when it was merged.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListMergedEntries(long StakeholderId) : IQuery<IReadOnlyList<StakeholderDetails>>;

internal sealed class ListMergedEntriesHandler(Db db) : IRequestHandler<ListMergedEntries, IReadOnlyList<StakeholderDetails>>
{
    public async Task<IReadOnlyList<StakeholderDetails>> Handle(ListMergedEntries query, CancellationToken ct) =>
        await StakeholderSql.Find(db, query.StakeholderId, ct) is null ? throw new NotFound()
            : [.. (await StakeholderTexts.MergedInto(db, [query.StakeholderId], ct))[query.StakeholderId]];
}

internal static class ListMergedEntriesEndpoint
{
    public static void MapListMergedEntries(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/{id:long}/merged", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListMergedEntries(id), ct))
        .WithName("ListMergedEntries").WithSummary("List the entries that were merged into a stakeholder, as they were then");
}
