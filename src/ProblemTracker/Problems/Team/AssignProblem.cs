using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Sets a problem's lead and changes its team. A team member may take a vacant lead; any other change of lead needs a reason and a
/// supervisor who does not lead the problem. The lead is always on the team. Assigning doesn't count as activity on the problem.
/// </summary>
/// <param name="LeadId">The new lead. Null for none; give the current lead to keep them.</param>
/// <param name="Reason">Required when a supervisor changes the lead.</param>
[Needs(Permission.ReadProblems)]
public sealed record AssignProblem(
    long ProblemId, int Version, long? LeadId, IReadOnlyList<long>? AddToTeam = null,
    IReadOnlyList<long>? RemoveFromTeam = null, string? Reason = null)
    : ICommand<Assignment>;

public sealed record Assignment(long ProblemId, PersonRef? Lead, IReadOnlyList<PersonRef> Team, int Version) : IVersioned;

internal sealed class AssignProblemValidator : AbstractValidator<AssignProblem>
{
    private const int MostAtOnce = 50;

    public AssignProblemValidator()
    {
        RuleFor(c => c.AddToTeam).Must(ids => ids is null || ids.Count <= MostAtOnce)
            .WithMessage($"Add at most {MostAtOnce} people at once.");
        RuleFor(c => c.RemoveFromTeam).Must(ids => ids is null || ids.Count <= MostAtOnce)
            .WithMessage($"Remove at most {MostAtOnce} people at once.")
            .Must((c, ids) => ids is null || c.AddToTeam is null || !ids.Intersect(c.AddToTeam).Any())
            .WithMessage("You can't add and remove the same person.");
        RuleFor(c => c.Reason).MaximumLength(2000);
    }
}

internal sealed class AssignProblemHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<AssignProblem, Assignment>
{
    public async Task<Assignment> Handle(AssignProblem command, CancellationToken ct)
    {
        // Checked below: the permission depends on what changes.
        var file = await files.Take(command.ProblemId, Permission.ReadProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        var (oldLead, newLead) = (file.Problem.LeadId, command.LeadId);
        if (newLead != oldLead) await MustBeFreeToDecide(file, command, ct);
        var joining = await Joining(file, command, ct);
        var leaving = Leaving(file, command);
        if (newLead == oldLead && joining.Count == 0 && leaving.Count == 0)
            return await ReadAssignment(file.Problem.Id, oldLead, file.Team, file.Problem.Version, ct);

        var before = file.Team;
        file.AssignTo(newLead);
        file.Join(joining);
        file.Leave(leaving);
        var result = await ReadAssignment(command.ProblemId, newLead, file.Team, file.Problem.Version, ct);
        file.Record("problem.assigned", null, await Summary(oldLead, newLead, joining, leaving, command.Reason, ct),
            new { LeadId = oldLead, Team = before }, new { LeadId = newLead, file.Team, Reason = command.Reason?.Trim() });
        file.Tell(UpdateKind.Assigned, [oldLead, newLead, .. joining, .. leaving]);
        await files.Save(file, ct);
        return result;
    }

    private async Task MustBeFreeToDecide(CaseFile file, AssignProblem command, CancellationToken ct)
    {
        var takesVacantLead = file.Problem.LeadId is null && command.LeadId == actor.PersonId && file.OnTeam;
        if (!takesVacantLead)
        {
            file.Demand(Permission.DecideProblems);
            if (command.Reason.IsBlank()) throw new Invalid("reason", "Say in a sentence why the lead changes.");
        }
        if (command.LeadId is { } id) await Teams.MustBeAbleToLead(db, id, "leadId", ct);
    }

    /// <summary>People to add who are not on the team yet, including the new lead.</summary>
    private async Task<List<long>> Joining(CaseFile file, AssignProblem command, CancellationToken ct)
    {
        var added = command.AddToTeam ?? [];
        if (added.Count > 0) file.Demand(Permission.WorkProblems);
        for (var i = 0; i < added.Count; i++)
            if (!file.Team.Contains(added[i])) await Teams.MustBeAbleToLead(db, added[i], $"addToTeam[{i}]", ct);
        return [.. added.Concat(new[] { command.LeadId }.OfType<long>()).Distinct().Except(file.Team)];
    }

    private static List<long> Leaving(CaseFile file, AssignProblem command)
    {
        var removed = command.RemoveFromTeam ?? [];
        if (removed.Count > 0) file.Demand(Permission.WorkProblems);
        if (command.LeadId is { } lead && removed.Contains(lead))
            throw new RuleBroken("team.lead", "The lead is always on the team. Assign another lead first.", "removeFromTeam");
        return [.. removed.Distinct().Intersect(file.Team)];
    }

    private async Task<Assignment> ReadAssignment(long problemId, long? leadId, IReadOnlyList<long> team, int version, CancellationToken ct)
    {
        var people = await People(leadId is { } lead ? [lead, .. team] : team, ct);
        return new(problemId, leadId is { } id ? people[id] : null,
            [.. team.Select(t => people[t]).OrderBy(p => p.Name, StringComparer.CurrentCulture)], version);
    }

    private async Task<string> Summary(
        long? oldLead, long? newLead, List<long> joining, List<long> leaving, string? reason, CancellationToken ct)
    {
        var people = await People([.. joining, .. leaving, .. new[] { oldLead, newLead }.OfType<long>()], ct);
        List<string> said = [];
        if (oldLead != newLead) said.Add($"Lead: {Name(oldLead)} → {Name(newLead)}.");
        if (joining.Where(id => id != newLead).ToList() is { Count: > 0 } others)
            said.Add($"Joined the team: {string.Join(", ", others.Select(id => Name(id)))}.");
        if (leaving.Count > 0) said.Add($"Left the team: {string.Join(", ", leaving.Select(id => Name(id)))}.");
        if (!reason.IsBlank()) said.Add(reason.Trim());
        return string.Join(' ', said);

        string Name(long? id) => id is { } one ? people[one].Name : "none";
    }

    private async Task<Dictionary<long, PersonRef>> People(IReadOnlyList<long> ids, CancellationToken ct) =>
        (await db.List<PersonRef>("SELECT Id, Name FROM Person WHERE Id IN @ids", new { ids }, ct)).ToDictionary(p => p.Id);
}

internal static class AssignProblemEndpoint
{
    public sealed record Body(
        long? LeadId, IReadOnlyList<long>? AddToTeam = null, IReadOnlyList<long>? RemoveFromTeam = null, string? Reason = null);

    public static void MapAssignProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/assignment", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new AssignProblem(id, version, body.LeadId, body.AddToTeam, body.RemoveFromTeam, body.Reason), ct))
        .WithName("AssignProblem").WithSummary("Set a problem's lead and team; send the problem's version in If-Match");
}
