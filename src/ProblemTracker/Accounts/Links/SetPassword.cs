using FluentValidation;
using MediatR;
using ProblemTracker.Links;

namespace ProblemTracker.Accounts;

/// <summary>Whose password a link sets: their email address.</summary>
/// <exception cref="NotFound">The link does not work anymore.</exception>
[AllowEveryone]
public sealed record ReadPasswordLink(string Token) : IQuery<PasswordLinkDetails>;

public sealed record PasswordLinkDetails(string Email);

internal sealed class ReadPasswordLinkHandler(AccountLinks links, Db db) : IRequestHandler<ReadPasswordLink, PasswordLinkDetails>
{
    public async Task<PasswordLinkDetails> Handle(ReadPasswordLink query, CancellationToken ct) =>
        new(await db.Find<string>("SELECT Email FROM Person WHERE Id = @Id AND Active = 1",
            new { Id = await links.Subject(LinkPurpose.SetPassword, query.Token, ct) }, ct) ?? throw new NotFound());
}

/// <summary>Sets a password by a link, which ends the link and every session of the person.</summary>
[AllowEveryone]
public sealed record SetPassword(string Token, string NewPassword) : ICommand<Done>;

internal sealed class SetPasswordValidator : AbstractValidator<SetPassword>
{
    public SetPasswordValidator() => RuleFor(c => c.NewPassword).Password();
}

internal sealed class SetPasswordHandler(
    AccountLinks links, Passwords passwords, Sessions sessions, Db db, Actor actor, TimeProvider clock)
    : IPrepare<SetPassword>, IRequestHandler<SetPassword, Done>
{
    public async Task Prepare(SetPassword command, CancellationToken ct)
    {
        // Only who has a link makes the server hash.
        var account = await Account.Find(db, await links.Subject(LinkPurpose.SetPassword, command.Token, ct), ct);
        AccountRules.MustNotBeAbout(account, command.NewPassword);
        passwords.Hash(command.NewPassword);
    }

    public async Task<Done> Handle(SetPassword command, CancellationToken ct)
    {
        var id = await links.Subject(LinkPurpose.SetPassword, command.Token, ct);
        var row = new { id, passwords.NewHash };
        if (await db.Execute("UPDATE Person SET PasswordHash = @NewHash, MustChangePassword = 0 WHERE Id = @id AND Active = 1",
            row, ct) == 0) throw new NotFound();
        await links.Withdraw(LinkPurpose.SetPassword, id, ct);
        await sessions.EndOf(id, exceptThis: false, ct);
        await PasswordSignIn.Unlock(db, await db.Single<string>("SELECT Email FROM Person WHERE Id = @id", row, ct), ct);
        await db.Record(actor, clock.GetUtcNow(), "person.password", null, id, null, null, new { By = "link" }, ct);
        return Done.Instance;
    }
}

/// <summary>Makes a link to set a person's password, to print in the terminal: for the last administrator, who can ask nobody.</summary>
[Needs(Permission.Administer), SecretResult]
public sealed record MakePasswordLink(string Email) : ICommand<AccountLink>;

internal sealed class MakePasswordLinkValidator : AbstractValidator<MakePasswordLink>
{
    public MakePasswordLinkValidator() => RuleFor(c => c.Email).Address();
}

internal sealed class MakePasswordLinkHandler(AccountLinks links, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IPrepare<MakePasswordLink>, IRequestHandler<MakePasswordLink, AccountLink>
{
    public Task Prepare(MakePasswordLink command, CancellationToken ct)
    {
        links.Prepare();
        return Task.CompletedTask;
    }

    public async Task<AccountLink> Handle(MakePasswordLink command, CancellationToken ct)
    {
        if (await Account.Find(db, command.Email, ct) is not { Active: true } account)
            throw new Invalid("email", $"There is no active account for {command.Email}.");
        PasswordsOff.MustNotBe(options, account.Email);
        await PasswordSignIn.Unlock(db, command.Email, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.passwordLink", null, account.Id, null, null, null, ct);
        return new(await links.Address(account.Id, ct));
    }
}
