using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Adds a person with their roles, and invites them by email unless they get a first password, which they must change.</summary>
/// <param name="Password">Null to send an invitation.</param>
/// <param name="StakeholderId">The stakeholder that a partner acts for; required with the role Partner, null otherwise.</param>
[Needs(Permission.Administer)]
public sealed record CreatePerson(string Email, string Name, IReadOnlyList<Role> Roles, string? Password = null, long? StakeholderId = null)
    : ICommand<PersonDetails>, IPersonRoles;

internal sealed class CreatePersonValidator : AbstractValidator<CreatePerson>
{
    public CreatePersonValidator()
    {
        RuleFor(c => c.Email).Address();
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the person's name.").MaximumLength(200);
        this.RoleRules();
        When(c => !string.IsNullOrEmpty(c.Password), () => RuleFor(c => c.Password!).Password(c => [c.Email ?? "", c.Name ?? ""]));
    }
}

internal sealed class CreatePersonHandler(Passwords passwords, AccountLinks links, NewPeople newPeople, TrackerOptions options, Db db)
    : IPrepare<CreatePerson>, IRequestHandler<CreatePerson, PersonDetails>
{
    public Task Prepare(CreatePerson command, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(command.Password)) links.Prepare();
        else passwords.Hash(command.Password);
        return Task.CompletedTask;
    }

    public async Task<PersonDetails> Handle(CreatePerson command, CancellationToken ct)
    {
        var email = command.Email.Trim();
        if (await Account.Find(db, email, ct) is not null)
            throw new Conflict("person.exists", $"An account for {email} already exists.", "email");
        if (passwords.NewHash is not null && PasswordsOff.For(options, email))
            throw new Invalid("password", $"{PasswordsOff.Sentence(options)} Leave the first password empty.");
        var id = await newPeople.Add(command, passwords.NewHash, ct);
        return await PersonSql.Read(db, id, ct) ?? throw new NotFound();
    }
}

/// <summary>Adds one person with roles, audit row and invitation, for a single person and for a list.</summary>
internal sealed class NewPeople(AccountLinks links, Db db, Actor actor, TimeProvider clock)
{
    /// <param name="command">Valid, with an address that no account has.</param>
    /// <param name="passwordHash">Null to send an invitation.</param>
    /// <param name="ct">Cancels the command.</param>
    /// <returns>The new person's id.</returns>
    /// <exception cref="Invalid">There is no such stakeholder.</exception>
    public async Task<long> Add(CreatePerson command, string? passwordHash, CancellationToken ct)
    {
        var (email, name) = (command.Email.Trim(), command.Name.Trim());
        await PersonSql.MustBeStakeholder(db, command.StakeholderId, ct);
        var id = await PersonSql.Add(db, email, name, passwordHash, command.StakeholderId, clock.GetUtcNow(), ct);
        var isInvited = passwordHash is null;
        // A password that someone else knows is only for the first sign-in.
        if (!isInvited && actor.PersonId is not null)
            await db.Execute("UPDATE Person SET MustChangePassword = 1 WHERE Id = @id", new { id }, ct);
        await PersonSql.SetRoles(db, id, command.Roles, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.created", null, id, null, null,
            new { email, name, command.Roles, command.StakeholderId }, ct);
        if (isInvited) await links.Invite(id, ct);
        return id;
    }
}

internal static class CreatePersonEndpoint
{
    public static void MapCreatePerson(this RouteGroupBuilder people) => people
        .MapPost("/", async (CreatePerson body, IMediator mediator, CancellationToken ct) =>
        {
            var person = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/people/{person.Id}", person);
        })
        .WithName("CreatePerson").WithSummary("Add a person");
}
