using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>All requests about one problem, newest first.</summary>
/// <param name="Status">Null for requests of any status.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListProblemApprovals(long ProblemId, ApprovalStatus? Status = null, string? After = null, int? Size = null)
    : IQuery<Page<ApprovalDetails>>, IPaged;

internal sealed class ListProblemApprovalsValidator : AbstractValidator<ListProblemApprovals>
{
    public ListProblemApprovalsValidator() => RuleFor(q => q.Status).IsInEnum();
}

internal sealed class ListProblemApprovalsHandler(Db db, Actor actor, ListReader lists, ApprovalReader reader)
    : IRequestHandler<ListProblemApprovals, Page<ApprovalDetails>>
{
    private static readonly ListOrder<ApprovalReader.Row> Latest = new(descending: true) { { "r.Id", row => row.Id } };

    private static readonly Listing<ListProblemApprovals, ApprovalReader.Row> Requests = new()
    {
        Columns = ApprovalReader.Columns,
        From = ApprovalReader.From,
        Names = ApprovalReader.Names,
        Filters = new Filters<ListProblemApprovals>()
            .Always(r => ProblemSql.VisibleTo(r.Actor))
            .Is(q => (long?)q.ProblemId, "r.ProblemId = @ProblemId")
            .Is(q => q.Status, "r.Status = @Status"),
        Order = _ => Latest,
    };

    public async Task<Page<ApprovalDetails>> Handle(ListProblemApprovals query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await reader.Shown(await lists.Page(Requests, query, ct), ct);
    }
}

internal static class ListProblemApprovalsEndpoint
{
    public static void MapListProblemApprovals(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/approvals",
            (long id, ApprovalStatus? status, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListProblemApprovals(id, status, after, size), ct))
        .WithName("ListProblemApprovals").WithSummary("List the requests about a problem, newest first");
}
