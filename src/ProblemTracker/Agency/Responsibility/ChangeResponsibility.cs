using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>
/// Replaces the supervisors of all neighborhoods and the commanders of all supervisors. Those left out end up with none.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChangeResponsibility(int Version, IReadOnlyList<NeighborhoodSupervisor> Neighborhoods,
    IReadOnlyList<SupervisorCommander> Supervisors)
    : ICommand<VersionedSetting<Responsibility>>;

internal sealed class ChangeResponsibilityValidator : AbstractValidator<ChangeResponsibility>
{
    private const int Most = 2000;

    public ChangeResponsibilityValidator()
    {
        RuleFor(c => c.Neighborhoods).Must(rows => rows.Count <= Most).WithMessage($"The list can have at most {Most} neighborhoods.");
        RuleFor(c => c.Supervisors).Must(rows => rows.Count <= Most).WithMessage($"The list can have at most {Most} supervisors.");
        RuleFor(c => c).Custom((c, context) =>
        {
            HashSet<long> seen = [];
            foreach (var (i, row) in c.Neighborhoods.Index())
                if (row is not null && !seen.Add(row.NeighborhoodId))
                    context.AddFailure($"neighborhoods[{i}].neighborhoodId", "This neighborhood is in the list twice. Remove one.");
            seen.Clear();
            foreach (var (i, row) in c.Supervisors.Index())
                if (row is not null && !seen.Add(row.SupervisorId))
                    context.AddFailure($"supervisors[{i}].supervisorId", "This supervisor is in the list twice. Remove one.");
        });
    }
}

internal sealed class ChangeResponsibilityHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ChangeResponsibility, VersionedSetting<Responsibility>>
{
    public async Task<VersionedSetting<Responsibility>> Handle(ChangeResponsibility command, CancellationToken ct)
    {
        var version = await SettingSql.Replace(db, SettingNames.Responsibility, "", command.Version, ct);
        var today = await agency.Today(ct);
        var before = await ResponsibilitySql.Read(db, today, ct);
        await MustFit(command, before, ct);

        // Update only changed rows, so that other people's open forms don't become stale.
        var supervisors = command.Neighborhoods.ToDictionary(row => row.NeighborhoodId, row => row.SupervisorId);
        foreach (var row in before.Neighborhoods.Where(row => row.SupervisorId != supervisors.GetValueOrDefault(row.NeighborhoodId)))
            await db.Execute("UPDATE Neighborhood SET SupervisorId = @SupervisorId, Version = Version + 1 WHERE Id = @NeighborhoodId",
                new { row.NeighborhoodId, SupervisorId = supervisors.GetValueOrDefault(row.NeighborhoodId) }, ct);
        await db.Execute("UPDATE Person SET CommanderId = NULL WHERE CommanderId IS NOT NULL", null, ct);
        foreach (var row in command.Supervisors.Where(row => row.CommanderId is not null))
            await db.Execute("UPDATE Person SET CommanderId = @CommanderId WHERE Id = @SupervisorId", row, ct);

        var after = await ResponsibilitySql.Read(db, today, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Responsibility, null, before, after, ct);
        return new(version, after);
    }

    private async Task MustFit(ChangeResponsibility command, Responsibility stands, CancellationToken ct)
    {
        var neighborhoods = stands.Neighborhoods.Select(row => row.NeighborhoodId).ToHashSet();
        var supervisors = stands.Supervisors.Select(row => row.SupervisorId).ToHashSet();
        var commanders = (await db.List<long>("""
            SELECT p.Id FROM Person p
            WHERE p.Active = 1 AND EXISTS (SELECT 1 FROM PersonRole r WHERE r.PersonId = p.Id AND r.Role = 'Command')
            """, null, ct)).ToHashSet();
        var errors = new Dictionary<string, string[]>();
        foreach (var (i, row) in command.Neighborhoods.Index())
        {
            if (!neighborhoods.Contains(row.NeighborhoodId))
                errors[$"neighborhoods[{i}].neighborhoodId"] = ["There is no neighborhood with this ID."];
            if (row.SupervisorId is { } person && !supervisors.Contains(person))
                errors[$"neighborhoods[{i}].supervisorId"] = ["Choose an active supervisor."];
        }
        foreach (var (i, row) in command.Supervisors.Index())
        {
            if (!supervisors.Contains(row.SupervisorId))
                errors[$"supervisors[{i}].supervisorId"] = ["Choose an active supervisor."];
            if (row.CommanderId is { } person && !commanders.Contains(person))
                errors[$"supervisors[{i}].commanderId"] = ["Choose an active person with the role Command."];
        }
        if (errors.Count > 0) throw new Invalid(errors);
    }
}

internal static class ChangeResponsibilityEndpoint
{
    public static void MapChangeResponsibility(this RouteGroupBuilder settings) => settings
        .MapPut("/responsibility", async (IfMatch version, Responsibility body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeResponsibility(version, body.Neighborhoods, body.Supervisors), ct)).Result())
        .WithName("ChangeResponsibility").WithSummary("Set the supervisor of each neighborhood and the commander of each supervisor")
        .Produces<Responsibility>();
}
