using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>What a problem's partners are shown, and who of those attached could sign in to see it.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadPartners(long ProblemId) : IQuery<ProblemPartners>;

/// <param name="IsVisible">Whether it exists for its partners at all: a confidential one only where its lead says so.</param>
/// <param name="MayOpen">Whether the reader may say so: the lead or a supervisor.</param>
public sealed record ProblemPartners(string? Summary, bool OpenToPartners, bool IsVisible, bool MayOpen,
    IReadOnlyList<AttachedPartner> Partners, int Version) : IVersioned;

/// <param name="AttachmentId">Somebody attached now.</param>
/// <param name="Name">Null where the role is protected and the reader may not know.</param>
/// <param name="Accounts">How many people can sign in for them.</param>
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
        return new(problem.PartnerSummary, problem.OpenToPartners, !problem.Confidential || problem.OpenToPartners,
            (actor.PersonId is not null && problem.LeadId == actor.PersonId) || actor.IsSystem || actor.Roles.Contains(Role.Supervisor),
            // How many accounts somebody has could tell who it is.
            [.. attached.Where(a => a.DetachedAt is null).Select(a =>
                new AttachedPartner(a.Id, a.Name, a.Role, a.IsHidden ? 0 : accounts[a.Id]))],
            problem.Version);
    }
}

internal static class ReadPartnersEndpoint
{
    public static void MapReadPartners(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/partners", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadPartners(id), ct))
        .WithName("ReadPartners").WithSummary("What a problem's partners are shown of it, and who could sign in to see it");
}
