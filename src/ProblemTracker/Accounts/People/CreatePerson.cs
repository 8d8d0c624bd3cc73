using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Adds a person with their roles and a first password.</summary>
/// <param name="StakeholderId">The stakeholder that a partner acts for; required with the role Partner, null otherwise.</param>
[Needs(Permission.Administer)]
public sealed record CreatePerson(string Email, string Name, IReadOnlyList<Role> Roles, string Password, long? StakeholderId = null)
    : ICommand<PersonDetails>, IPersonRoles;

internal sealed class CreatePersonValidator : AbstractValidator<CreatePerson>
{
    public CreatePersonValidator()
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter an email address.").MaximumLength(254)
            .EmailAddress().WithMessage("Enter an email address in the format name@example.com.")
            .Must(email => !email.Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            .WithMessage("Remove the spaces from the email address.");
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the person's name.").MaximumLength(200);
        this.RoleRules();
        RuleFor(c => c.Password).Password();
    }
}

internal sealed class CreatePersonHandler(UserManager<Account> users, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreatePerson, PersonDetails>
{
    public async Task<PersonDetails> Handle(CreatePerson command, CancellationToken ct)
    {
        var account = new Account { Email = command.Email.Trim(), Name = command.Name.Trim() };
        if (await users.FindByEmailAsync(account.Email) is not null)
            throw new Conflict("person.exists", $"An account for {account.Email} already exists.");
        await PersonSql.MustBeStakeholder(db, command.StakeholderId, ct);
        var made = await users.CreateAsync(account, command.Password);
        if (!made.Succeeded) throw new Invalid("email", string.Join(" ", made.Errors.Select(e => e.Description)));
        await PersonSql.SetRoles(db, account.Id, command.Roles, ct);
        if (command.StakeholderId is not null)
            await db.Execute("UPDATE Person SET StakeholderId = @StakeholderId WHERE Id = @Id",
                new { command.StakeholderId, account.Id }, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.created", null, account.Id, null, null,
            new { account.Email, account.Name, command.Roles, command.StakeholderId }, ct);
        return await PersonSql.Read(db, account.Id, ct) ?? throw new NotFound();
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
