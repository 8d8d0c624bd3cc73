using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>What a link about a change of email address would confirm.</summary>
/// <exception cref="NotFound">The link does not work anymore.</exception>
[AllowEveryone]
public sealed record ReadEmailLink(string Token) : IQuery<EmailLinkDetails>;

/// <param name="OldEmail">Null for the link to the new address: whoever mistyped it may have sent it to a stranger.</param>
public sealed record EmailLinkDetails(string? OldEmail, string NewEmail);

/// <summary>Confirms the address that a link went to. The last confirmation changes the address.</summary>
[AllowEveryone]
public sealed record ConfirmEmail(string Token) : ICommand<EmailConfirmed>;

/// <param name="IsDone">Whether the address has changed; otherwise the other address is not confirmed yet.</param>
/// <param name="ExpiresAt">Until when the other address can be confirmed.</param>
public sealed record EmailConfirmed(bool IsDone, DateTimeOffset ExpiresAt);

/// <summary>Ends a change that the holder of the old address did not ask for.</summary>
[AllowEveryone]
public sealed record RefuseEmailChange(string Token) : ICommand<Done>;

internal sealed class ReadEmailLinkHandler(EmailChanges changes) : IRequestHandler<ReadEmailLink, EmailLinkDetails>
{
    public async Task<EmailLinkDetails> Handle(ReadEmailLink query, CancellationToken ct)
    {
        var (change, isOld) = await changes.OfLink(query.Token, ct);
        return new(isOld ? change.OldEmail : null, change.NewEmail);
    }
}

internal sealed class ConfirmEmailHandler(EmailChanges changes) : IRequestHandler<ConfirmEmail, EmailConfirmed>
{
    public async Task<EmailConfirmed> Handle(ConfirmEmail command, CancellationToken ct)
    {
        await changes.Hold((await changes.OfLink(command.Token, ct)).Change.PersonId, ct);
        // Read again: the other address may have been confirmed meanwhile.
        var (change, isOld) = await changes.OfLink(command.Token, ct);
        var after = await changes.Confirm(change, isOld, ct);
        return new(after.IsConfirmed, after.ExpiresAt);
    }
}

internal sealed class RefuseEmailChangeHandler(EmailChanges changes, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<RefuseEmailChange, Done>
{
    public async Task<Done> Handle(RefuseEmailChange command, CancellationToken ct)
    {
        await changes.Hold((await changes.OfLink(command.Token, ct)).Change.PersonId, ct);
        var (change, isOld) = await changes.OfLink(command.Token, ct);
        if (!isOld) throw new NotFound();
        await changes.End(change.PersonId, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.emailRefused", null, change.PersonId, null, null,
            new { Email = change.NewEmail }, ct);
        return Done.Instance;
    }
}
