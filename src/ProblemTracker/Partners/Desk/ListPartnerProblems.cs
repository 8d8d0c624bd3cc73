using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>The problems of the partner who asks, the latest first; closed ones stay.</summary>
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
        .WithName("ListPartnerProblems").WithSummary("The problems that your organization is attached to, as partners see them");
}
