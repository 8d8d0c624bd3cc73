using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The problems a stakeholder is or was attached to, newest first. Includes only problems the reader can view, and protected roles only if
/// the reader may know who is in them. Neither the rows nor the total reveal that there are others.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ListStakeholderProblems(long StakeholderId, string? After = null, int? Size = null)
    : IQuery<Page<StakeholderProblem>>, IPaged;

public sealed record StakeholderProblem
{
    public long AttachmentId { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public Stage Stage { get; init; }
    public StakeholderRole Role { get; init; }
    public DateTimeOffset AttachedAt { get; init; }
    /// <summary>Null while attached.</summary>
    public DateTimeOffset? DetachedAt { get; init; }
}

internal sealed class ListStakeholderProblemsHandler(Db db, ListReader lists)
    : IRequestHandler<ListStakeholderProblems, Page<StakeholderProblem>>
{
    private static readonly ListOrder<StakeholderProblem> Latest = new(descending: true) { { "a.Id", row => row.AttachmentId } };

    private static readonly Listing<ListStakeholderProblems, StakeholderProblem> Problems = new()
    {
        Columns = "a.Id AS AttachmentId, a.ProblemId, p.Number, p.Title, p.Stage, a.Role, a.AttachedAt, a.DetachedAt",
        From = "ProblemStakeholder a JOIN Problem p ON p.Id = a.ProblemId",
        Filters = new Filters<ListStakeholderProblems>()
            .Is(q => (long?)q.StakeholderId, "a.StakeholderId = @StakeholderId")
            .Always(reader => ProblemSql.VisibleTo(reader.Actor))
            .Add(new([], (_, reader) => AttachmentSql.NamedTo(reader.Actor),
                (_, _) => [new("ProtectedRoles", AttachmentSql.ProtectedRoles)])),
        Order = _ => Latest,
    };

    public async Task<Page<StakeholderProblem>> Handle(ListStakeholderProblems query, CancellationToken ct)
    {
        _ = await StakeholderSql.Find(db, query.StakeholderId, ct) ?? throw new NotFound();
        return await lists.Page(Problems, query, ct);
    }
}

internal static class ListStakeholderProblemsEndpoint
{
    public static void MapListStakeholderProblems(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/{id:long}/problems", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListStakeholderProblems(id, after, size), ct))
        .WithName("ListStakeholderProblems").WithSummary("List a stakeholder's problems; includes only problems you can view");
}
