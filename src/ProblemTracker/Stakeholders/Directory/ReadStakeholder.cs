using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>One entry of the directory.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadStakeholder(long StakeholderId) : IQuery<StakeholderDetails>;

internal sealed class ReadStakeholderHandler(Db db) : IRequestHandler<ReadStakeholder, StakeholderDetails>
{
    public async Task<StakeholderDetails> Handle(ReadStakeholder query, CancellationToken ct) =>
        await StakeholderSql.Find(db, query.StakeholderId, ct) ?? throw new NotFound();
}

internal static class ReadStakeholderEndpoint
{
    public static void MapReadStakeholder(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadStakeholder(id), ct))
        .WithName("ReadStakeholder").WithSummary("Read a stakeholder");
}
