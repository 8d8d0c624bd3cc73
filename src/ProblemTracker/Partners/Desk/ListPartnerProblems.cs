using FluentValidation;
using MediatR;

namespace ProblemTracker.Partners;

/// <summary>The problems of the partner who asks, the latest first; closed ones stay.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record ListPartnerProblems(string? After = null, int Size = Page.DefaultSize) : IQuery<Page<PartnerProblem>>;

internal sealed class ListPartnerProblemsValidator : AbstractValidator<ListPartnerProblems>
{
    public ListPartnerProblemsValidator() => this.PageRules(q => q.Size, q => q.After, parts: 1);
}

internal sealed class ListPartnerProblemsHandler(Db db, Actor actor) : IRequestHandler<ListPartnerProblems, Page<PartnerProblem>>
{
    public async Task<Page<PartnerProblem>> Handle(ListPartnerProblems query, CancellationToken ct)
    {
        var where = new Predicates(PartnerSql.VisibleTo);
        var args = new { ActorId = actor.PersonId, Id = PageKey.LastId(query.After, 1), Take = query.Size + 1, CountTo = Page.CountedExactlyUpTo + 1 };
        var rows = await db.List<PartnerProblem>(
            $"{PartnerSql.Problems} {where.When(args.Id is not null, "p.Id < @Id")} ORDER BY p.Id DESC {db.Dialect.First("@Take")}", args, ct);
        var total = await db.Single<int>(
            $"SELECT COUNT(*) FROM (SELECT p.Id FROM Problem p {where} ORDER BY p.Id {db.Dialect.First("@CountTo")}) counted", args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListPartnerProblemsEndpoint
{
    public static void MapListPartnerProblems(this RouteGroupBuilder partner) => partner
        .MapGet("/problems", (string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListPartnerProblems(after, size ?? Page.DefaultSize), ct))
        .WithName("ListPartnerProblems").WithSummary("The problems that your organization is attached to, as partners see them")
        .ProducesValidationProblem().ProducesProblem(403);
}
