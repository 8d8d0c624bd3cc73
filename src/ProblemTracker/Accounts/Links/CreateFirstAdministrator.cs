using FluentValidation;
using MediatR;
using ProblemTracker.Links;

namespace ProblemTracker.Accounts;

/// <summary>Makes the first account of an empty database, by the link that the server printed at its start.</summary>
[AllowEveryone]
public sealed record CreateFirstAdministrator(string Token, string Email, string Name, string Password) : ICommand<Done>;

internal sealed class CreateFirstAdministratorValidator : AbstractValidator<CreateFirstAdministrator>
{
    public CreateFirstAdministratorValidator()
    {
        RuleFor(c => c.Email).Address();
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter your name.").MaximumLength(200);
        RuleFor(c => c.Password).Password();
    }
}

internal sealed class CreateFirstAdministratorHandler(AccountLinks links, Passwords passwords, Db db, Actor actor, TimeProvider clock)
    : IPrepare<CreateFirstAdministrator>, IRequestHandler<CreateFirstAdministrator, Done>
{
    public async Task Prepare(CreateFirstAdministrator command, CancellationToken ct)
    {
        await links.Subject(LinkPurpose.FirstAdministrator, command.Token, ct);
        passwords.Hash(command.Password);
    }

    public async Task<Done> Handle(CreateFirstAdministrator command, CancellationToken ct)
    {
        await links.Subject(LinkPurpose.FirstAdministrator, command.Token, ct);
        // Locks the link, so that it makes one account even if it is sent twice at once.
        if (await links.Withdraw(LinkPurpose.FirstAdministrator, 0, ct) == 0
            || await db.Single<int>("SELECT COUNT(*) FROM Person", null, ct) > 0) throw new NotFound();
        var (email, name, now) = (command.Email.Trim(), command.Name.Trim(), clock.GetUtcNow());
        var id = await PersonSql.Add(db, email, name, passwords.NewHash, null, now, ct);
        await PersonSql.SetRoles(db, id, [Role.Administrator], ct);
        await db.Record(actor, now, "person.created", null, id, null, null, new { email, name, Roles = new[] { Role.Administrator } }, ct);
        return Done.Instance;
    }
}

/// <summary>Whether the link that the server printed still works.</summary>
/// <exception cref="NotFound">It does not.</exception>
[AllowEveryone]
public sealed record ReadFirstAdministratorLink(string Token) : IQuery<Done>;

internal sealed class ReadFirstAdministratorLinkHandler(AccountLinks links) : IRequestHandler<ReadFirstAdministratorLink, Done>
{
    public async Task<Done> Handle(ReadFirstAdministratorLink query, CancellationToken ct)
    {
        await links.Subject(LinkPurpose.FirstAdministrator, query.Token, ct);
        return Done.Instance;
    }
}

/// <summary>Makes the link for the first administrator, unless there is an account already.</summary>
[Needs(Permission.Administer), SecretResult]
public sealed record MakeFirstAdministratorLink : ICommand<AccountLink>;

/// <param name="Address">Null if there is no need for a link.</param>
public sealed record AccountLink(string? Address);

internal sealed class MakeFirstAdministratorLinkHandler(AccountLinks links, Db db)
    : IRequestHandler<MakeFirstAdministratorLink, AccountLink>
{
    public async Task<AccountLink> Handle(MakeFirstAdministratorLink command, CancellationToken ct) =>
        new(await db.Single<int>("SELECT COUNT(*) FROM Person", null, ct) > 0 ? null : await links.FirstAdministrator(ct));
}
