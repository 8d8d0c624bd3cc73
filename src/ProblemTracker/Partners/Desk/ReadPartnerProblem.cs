using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>One of the partner's problems, with their own actions.</summary>
[Needs(Permission.ActAsPartner)]
public sealed record ReadPartnerProblem(long ProblemId) : IQuery<PartnerProblemDetails>;

public sealed record PartnerProblemDetails(PartnerProblem Problem, IReadOnlyList<PartnerAction> Actions);

internal sealed class ReadPartnerProblemHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadPartnerProblem, PartnerProblemDetails>
{
    public async Task<PartnerProblemDetails> Handle(ReadPartnerProblem query, CancellationToken ct)
    {
        var args = new { query.ProblemId, ActorId = actor.PersonId, Today = await agency.Today(ct) };
        var problem = await db.Find<PartnerProblem>(
            $"{PartnerSql.Problems.Rows} WHERE p.Id = @ProblemId AND {PartnerSql.VisibleTo}", args, ct)
            ?? throw new NotFound();
        return new(problem, await db.List<PartnerAction>(
            $"{PartnerSql.Actions} WHERE a.ProblemId = @ProblemId AND {PartnerSql.VisibleTo} AND {PartnerSql.OwnedBy} ORDER BY a.Id",
            args, ct));
    }
}

internal static class ReadPartnerProblemEndpoint
{
    public static void MapReadPartnerProblem(this RouteGroupBuilder partner) => partner
        .MapGet("/problems/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadPartnerProblem(id), ct))
        .WithName("ReadPartnerProblem").WithSummary("Read one of your problems as partners see it, with your own actions");
}
