using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Says whether a confidential problem exists for its partners. The lead or a supervisor decides; shutting it is possible after closing too.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record OpenToPartners(long ProblemId, int Version, bool Open) : ICommand<PartnerTerms>
{
    public const string WhoCan = "The lead of this problem or a supervisor can do this.";
}

internal sealed class OpenToPartnersHandler(Db db, Actor actor, Dossiers dossiers, TimeProvider clock) : IRequestHandler<OpenToPartners, PartnerTerms>
{
    public async Task<PartnerTerms> Handle(OpenToPartners command, CancellationToken ct)
    {
        var file = await dossiers.Take(command.ProblemId, Permission.ReadProblems, ct);
        if (!file.Standing.IsLead && !actor.IsSystem && !actor.Roles.Contains(Role.Supervisor)) throw new Forbidden($"You can't do this. {OpenToPartners.WhoCan}");
        if (command.Open) file.MustBeOpen();
        file.MustBeAt(command.Version);
        var before = await SavePartnerSummaryHandler.Terms(db, command.ProblemId, ct);
        if (before.OpenToPartners == command.Open) return before;
        await db.Execute("UPDATE Problem SET OpenToPartners = @Open, Version = Version + 1 WHERE Id = @ProblemId", command, ct);
        await db.Record(actor, clock.GetUtcNow(), "problem.openToPartners", command.ProblemId, command.ProblemId,
            command.Open ? "Opened this confidential problem to its partners." : "Shut this confidential problem to its partners.",
            new { before.OpenToPartners }, new { OpenToPartners = command.Open }, ct);
        return await SavePartnerSummaryHandler.Terms(db, command.ProblemId, ct);
    }
}

internal static class OpenToPartnersEndpoint
{
    public sealed record Body(bool Open);

    public static void MapOpenToPartners(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/open-to-partners", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new OpenToPartners(id, version, body.Open), ct))
        .WithName("OpenToPartners").WithSummary("Say whether a confidential problem exists for its partners").SheetErrors();
}
