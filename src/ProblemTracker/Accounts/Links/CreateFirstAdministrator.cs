using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Agency;

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
        RuleFor(c => c.Password).Password(c => [c.Email ?? "", c.Name ?? ""]);
    }
}

internal sealed class CreateFirstAdministratorHandler(
    FirstAdministratorLink link, Passwords passwords, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IPrepare<CreateFirstAdministrator>, IRequestHandler<CreateFirstAdministrator, Done>
{
    public async Task Prepare(CreateFirstAdministrator command, CancellationToken ct)
    {
        await link.MustBeOpen(command.Token, ct);
        passwords.Hash(command.Password);
    }

    public async Task<Done> Handle(CreateFirstAdministrator command, CancellationToken ct)
    {
        // Locks a row that every database has, so that the link makes one account even if it is sent twice at once.
        await db.Execute("UPDATE Setting SET Value = Value WHERE Name = @RequestHash", new { SettingNames.RequestHash }, ct);
        await link.MustBeOpen(command.Token, ct);
        if (PasswordsOff.For(options, command.Email))
            throw new Invalid("email",
                $"Use {options.SignOn!.OnlyPassword}: the setting SignOn:BreakGlass names it, and only its password works.");
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

internal sealed class ReadFirstAdministratorLinkHandler(FirstAdministratorLink link) : IRequestHandler<ReadFirstAdministratorLink, Done>
{
    public async Task<Done> Handle(ReadFirstAdministratorLink query, CancellationToken ct)
    {
        await link.MustBeOpen(query.Token, ct);
        return Done.Instance;
    }
}

/// <summary>The address at which the first administrator makes an account; none if there is an account already.</summary>
[Needs(Permission.Administer)]
public sealed record OfferFirstAdministratorLink : IQuery<AccountLink>;

/// <param name="Address">Null if there is no need for a link.</param>
public sealed record AccountLink(string? Address);

internal sealed class OfferFirstAdministratorLinkHandler(FirstAdministratorLink link)
    : IRequestHandler<OfferFirstAdministratorLink, AccountLink>
{
    public async Task<AccountLink> Handle(OfferFirstAdministratorLink query, CancellationToken ct) => new(await link.Address(ct));
}

/// <summary>
/// The link that makes the first account of an empty database. Nothing is stored: it is encrypted with the server's keys, and the first
/// account ends it.
/// </summary>
internal sealed class FirstAdministratorLink(Db db, TrackerOptions options, IDataProtectionProvider protection)
{
    private const string Path = "/first-administrator/";

    /// <returns>Null if there is an account already.</returns>
    public async Task<string?> Address(CancellationToken ct) => await IsEmpty(ct)
        ? options.PublicUrl + Path + Protector.Protect("", TimeSpan.FromHours(AccountLinks.Hours)) : null;

    /// <exception cref="NotFound">The link is made up or too old, or there is an account.</exception>
    public async Task MustBeOpen(string token, CancellationToken ct)
    {
        try
        {
            Protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            throw new NotFound(
                $"This link is not complete or is older than {AccountLinks.Hours} hours. Restart the server to get a new one.");
        }
        if (!await IsEmpty(ct)) throw new NotFound("The first administrator was added already. Sign in, or ask them for an account.");
    }

    private async Task<bool> IsEmpty(CancellationToken ct) => await db.Single<int>("SELECT COUNT(*) FROM Person", null, ct) == 0;

    private ITimeLimitedDataProtector Protector => protection.CreateProtector("first-administrator").ToTimeLimitedDataProtector();
}
