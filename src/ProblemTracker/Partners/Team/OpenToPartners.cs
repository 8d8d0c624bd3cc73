using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>
/// Sets whether partners can see a confidential problem. The lead officer or a supervisor decides. Hiding it is allowed after the problem
/// is closed too.
/// </summary>
[Needs(Permission.WorkEvidence)]
public sealed record OpenToPartners(long ProblemId, int Version, bool Open) : ICommand<PartnerTerms>
{
    public const string WhoCan = "The lead officer of this problem or a supervisor can do this.";
}

internal sealed class OpenToPartnersHandler(Actor actor, CaseFiles files) : IRequestHandler<OpenToPartners, PartnerTerms>
{
    public async Task<PartnerTerms> Handle(OpenToPartners command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.ReadProblems, ct);
        if (!file.Involvement.IsLead && !actor.IsSystem && !actor.Roles.Contains(Role.Supervisor))
            throw new Forbidden($"You can't do this. {OpenToPartners.WhoCan}");
        if (command.Open) file.MustBeOpen();
        file.MustBeAt(command.Version);
        if (file.Problem.OpenToPartners == command.Open) return PartnerTerms.Of(file.Problem);
        file.OpenToPartners(command.Open);
        file.Record("problem.openToPartners", null,
            command.Open ? "Opened this confidential problem to its partners." : "Hid this confidential problem from its partners.",
            new { OpenToPartners = !command.Open }, new { OpenToPartners = command.Open });
        await files.Save(file, ct);
        return PartnerTerms.Of(file.Problem);
    }
}

internal static class OpenToPartnersEndpoint
{
    public sealed record Body(bool Open);

    public static void MapOpenToPartners(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/open-to-partners", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new OpenToPartners(id, version, body.Open), ct))
        .WithName("OpenToPartners").WithSummary("Set whether partners can see a confidential problem");
}
