using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Emails a person a link to set a password, which also unlocks the account. Their password works until they set another.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SendPasswordLink(long PersonId) : ICommand<Done>;

internal sealed class SendPasswordLinkHandler(AccountLinks links, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<SendPasswordLink, Done>
{
    public async Task<Done> Handle(SendPasswordLink command, CancellationToken ct)
    {
        var account = await Account.Find(db, command.PersonId, ct) ?? throw new NotFound();
        if (!account.Active)
            throw new RuleBroken("person.inactive", "This person can't sign in. Let them sign in first, then send the link.", "active");
        PasswordsOff.MustNotBe(options, account.Email);
        await links.Send(command.PersonId, account.PasswordHash is null, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.passwordLink", null, command.PersonId, null, null, null, ct);
        return Done.Instance;
    }
}

/// <summary>
/// Emails a link to set a new password to whoever has an account with this address. The answer is the same if nobody has. At most one email
/// in 15 minutes.
/// </summary>
[AllowEveryone]
public sealed record RequestPasswordLink(string Email) : ICommand<Done>;

internal sealed class RequestPasswordLinkValidator : AbstractValidator<RequestPasswordLink>
{
    public RequestPasswordLinkValidator() =>
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(254);
}

internal sealed class RequestPasswordLinkHandler(AccountLinks links, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<RequestPasswordLink, Done>
{
    private const int MinutesBetween = 15;

    public async Task<Done> Handle(RequestPasswordLink command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var account = await Account.Find(db, command.Email, ct);
        await db.Record(actor, now, account is { Active: true } ? "person.passwordForgotten" : "signIn.unknown", null, account?.Id, null,
            null, null, ct);
        if (account is { Active: true } && !PasswordsOff.For(options, account.Email) && await db.Single<int>("""
            SELECT COUNT(*) FROM OneTimeLink
            WHERE Purpose = 'SetPassword' AND SubjectId = @Id AND WithdrawnAt IS NULL AND CreatedAt > @Since
            """, new { account.Id, Since = now.AddMinutes(-MinutesBetween) }, ct) == 0)
            await links.Send(account.Id, isInvitation: false, ct);
        return Done.Instance;
    }
}

internal static class SendPasswordLinkEndpoint
{
    public static void MapSendPasswordLink(this RouteGroupBuilder people) => people
        .MapPost("/{id:long}/password-link", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new SendPasswordLink(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("SendPasswordLink").WithSummary("Email a person a link to set a password, and unlock the account");
}
