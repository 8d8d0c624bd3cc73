using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>What partners can see of a problem, and which attached stakeholders have accounts to see it.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadPartners(long ProblemId) : IQuery<ProblemPartners>;

/// <param name="IsVisible">Whether partners can see the problem; a confidential one only if it was opened to them.</param>
/// <param name="MayOpen">Whether the reader can open it: the lead officer or a supervisor.</param>
public sealed record ProblemPartners(string? PublicTitle, string? Summary, bool OpenToPartners, bool IsVisible, bool MayOpen,
    IReadOnlyList<AttachedPartner> Partners, int Version) : IVersioned;

/// <summary>A stakeholder who is currently attached.</summary>
/// <param name="Name">Null if the role is protected and the reader may not know who is in it.</param>
/// <param name="Accounts">How many people can sign in for the stakeholder; 0 if the name is hidden.</param>
public sealed record AttachedPartner(long AttachmentId, string? Name, StakeholderRole Role, int Accounts);

internal sealed class ReadPartnersHandler(Db db, Actor actor) : IRequestHandler<ReadPartners, ProblemPartners>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public int Accounts { get; init; }
    }

    public async Task<ProblemPartners> Handle(ReadPartners query, CancellationToken ct)
    {
        var problem = await db.Find<ProblemRecord>(
            $"SELECT {ProblemSql.Columns} FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(actor)}",
            new { query.ProblemId, ActorId = actor.PersonId }, ct) ?? throw new NotFound();
        var onTeam = await Teams.IsOn(db, query.ProblemId, actor.PersonId, ct);
        var attached = await AttachmentSql.List(db, query.ProblemId, actor.MayNameProtected(onTeam), ct);
        var accounts = (await db.List<Row>("""
            SELECT t.Id, (SELECT COUNT(*) FROM Person w WHERE w.StakeholderId = t.StakeholderId AND w.Active = 1) AS Accounts
            FROM ProblemStakeholder t WHERE t.ProblemId = @ProblemId
            """, query, ct)).ToDictionary(r => r.Id, r => r.Accounts);
        return new(problem.PublicTitle, problem.PartnerSummary, problem.OpenToPartners, !problem.Confidential || problem.OpenToPartners,
            (actor.PersonId is not null && problem.LeadId == actor.PersonId) || actor.IsSystem || actor.Roles.Contains(Role.Supervisor),
            // The number of accounts could reveal who a protected stakeholder is.
            [.. attached.Where(a => a.DetachedAt is null).Select(a =>
                new AttachedPartner(a.Id, a.Name, a.Role, a.IsHidden ? 0 : accounts[a.Id]))],
            problem.Version);
    }
}

internal static class ReadPartnersEndpoint
{
    public static void MapReadPartners(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/partners", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadPartners(id), ct))
        .WithName("ReadPartners").WithSummary("Read what partners can see of a problem, and which of them have accounts");
}
