using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>The partner's problems including closed ones, newest first.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record ListPartnerProblems(string? After = null, int? Size = null) : IQuery<Page<PartnerProblem>>, IPaged;

internal sealed class ListPartnerProblemsHandler(ListReader lists) : IRequestHandler<ListPartnerProblems, Page<PartnerProblem>>
{
    public Task<Page<PartnerProblem>> Handle(ListPartnerProblems query, CancellationToken ct) => lists.Page(PartnerSql.Problems, query, ct);
}

internal static class ListPartnerProblemsEndpoint
{
    public static void MapListPartnerProblems(this RouteGroupBuilder partner) => partner
        .MapGet("/problems", ([AsParameters] ListPartnerProblems query, IMediator mediator, CancellationToken ct) =>
            mediator.Send(query, ct))
        .WithName("ListPartnerProblems").WithSummary("List the problems your organization is attached to, as partners see them");
}
