using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>All requests about one problem, newest first.</summary>
/// <param name="Status">Null for requests of any status.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListProblemRequests(long ProblemId, RequestStatus? Status = null, string? After = null, int? Size = null)
    : IQuery<Page<RequestDetails>>, IPaged;

internal sealed class ListProblemRequestsValidator : AbstractValidator<ListProblemRequests>
{
    public ListProblemRequestsValidator() => RuleFor(q => q.Status).IsInEnum();
}

internal sealed class ListProblemRequestsHandler(Db db, Actor actor, ListReader lists, RequestReader reader)
    : IRequestHandler<ListProblemRequests, Page<RequestDetails>>
{
    private static readonly ListOrder<RequestReader.Row> Latest = new(descending: true) { { "r.Id", row => row.Id } };

    private static readonly Listing<ListProblemRequests, RequestReader.Row> Requests = new()
    {
        Columns = RequestReader.Columns,
        From = RequestReader.From,
        Names = RequestReader.Names,
        Filters = new Filters<ListProblemRequests>()
            .Always(r => ProblemSql.VisibleTo(r.Actor))
            .Is(q => (long?)q.ProblemId, "r.ProblemId = @ProblemId")
            .Is(q => q.Status, "r.Status = @Status"),
        Order = _ => Latest,
    };

    public async Task<Page<RequestDetails>> Handle(ListProblemRequests query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await reader.Shown(await lists.Page(Requests, query, ct), ct);
    }
}

internal static class ListProblemRequestsEndpoint
{
    public static void MapListProblemRequests(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/requests",
            (long id, RequestStatus? status, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListProblemRequests(id, status, after, size), ct))
        .WithName("ListProblemRequests").WithSummary("List the requests about a problem, newest first");
}
