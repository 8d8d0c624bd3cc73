using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Changes a person's name, roles or access. People are deactivated, never deleted, because the audit log refers to them.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChangePerson(long PersonId, int Version, string Name, IReadOnlyList<Role> Roles, bool Active,
    long? StakeholderId = null) : ICommand<PersonDetails>, IPersonRoles;

internal sealed class ChangePersonValidator : AbstractValidator<ChangePerson>
{
    public ChangePersonValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the person's name.").MaximumLength(200);
        this.RoleRules();
    }
}

internal sealed class ChangePersonHandler(
    Db db, Actor actor, Sessions sessions, EmailChanges emailChanges, PersonChanged personChanged, PersonDeactivated personDeactivated,
    TimeProvider clock)
    : IRequestHandler<ChangePerson, PersonDetails>
{
    public async Task<PersonDetails> Handle(ChangePerson command, CancellationToken ct)
    {
        await PersonSql.HoldAdministrators(db, ct);
        var before = await PersonSql.Read(db, command.PersonId, ct) ?? throw new NotFound();
        var losesAdministrator = before.Active && before.Roles.Contains(Role.Administrator)
            && (!command.Active || !command.Roles.Contains(Role.Administrator));
        if (losesAdministrator && await PersonSql.IsLastAdministrator(db, command.PersonId, ct))
            throw new RuleBroken("person.lastAdministrator",
                "This is the last active administrator. Make someone else an administrator first.", "roles");

        // Past comments from this account belong to one side, the department or the partner, and must stay there.
        if (before.Roles.Contains(Role.Partner) != command.Roles.Contains(Role.Partner))
            throw new RuleBroken("person.side",
                "A partner account can't become a department account, or the reverse. Deactivate this account and add a new one.",
                "roles");
        await PersonSql.MustBeStakeholder(db, command.StakeholderId, ct);

        var changed = await db.Execute("""
            UPDATE Person SET Name = @Name, Active = @Active, StakeholderId = @StakeholderId, Version = Version + 1
            WHERE Id = @PersonId AND Version = @Version
            """, new { Name = command.Name.Trim(), command.Active, command.StakeholderId, command.PersonId, command.Version }, ct);
        if (changed == 0) throw new Stale(before.Version);
        await PersonSql.SetRoles(db, command.PersonId, command.Roles, ct);
        if (!command.Active)
        {
            await sessions.EndOf(command.PersonId, exceptThis: false, ct);
            await Tokens.RevokeAll(db, command.PersonId, ct);
            await CalendarAddresses.Revoke(db, command.PersonId, ct);
            await emailChanges.End(command.PersonId, ct);
            await personDeactivated(command.PersonId, ct);
        }
        await personChanged(command.PersonId, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.changed", null, command.PersonId, null,
            new { before.Name, before.Roles, before.Active, before.StakeholderId },
            new { command.Name, command.Roles, command.Active, command.StakeholderId }, ct);
        return (await PersonSql.Read(db, command.PersonId, ct))!;
    }
}

internal static class ChangePersonEndpoint
{
    public sealed record Body(string Name, IReadOnlyList<Role> Roles, bool Active, long? StakeholderId = null);

    public static void MapChangePerson(this RouteGroupBuilder people) => people
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangePerson(id, version, body.Name, body.Roles, body.Active, body.StakeholderId), ct))
        .WithName("ChangePerson").WithSummary("Change a person's name, roles or access");
}
