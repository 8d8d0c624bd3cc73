using System.Globalization;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Accounts;

/// <summary>
/// Signs a person in whose password was right or whom the single sign-on provider knows, by a code of their authenticator app or a
/// recovery code.
/// </summary>
/// <param name="Ticket">From <see cref="SignIn"/> or <see cref="SignInByProvider"/>.</param>
[AllowEveryone, SecretResult]
public sealed record FinishSignIn(string Ticket, string Code, string? Device = null) : ICommand<SignInOutcome>;

internal sealed class FinishSignInValidator : AbstractValidator<FinishSignIn>
{
    public FinishSignInValidator() => RuleFor(c => c.Code).NotEmpty().WithMessage("Enter a code.").MaximumLength(100);
}

internal sealed class FinishSignInHandler(SignInTickets tickets, CodeSignIn codes, Sessions sessions)
    : IRequestHandler<FinishSignIn, SignInOutcome>
{
    public async Task<SignInOutcome> Handle(FinishSignIn command, CancellationToken ct)
    {
        var personId = await tickets.Owner(command.Ticket, ct) ?? throw new NotFound();
        var (kind, problem) = await codes.Decide(personId, command.Code, ct);
        return kind is null ? new(null, null, problem)
            : new(personId, await sessions.Begin(personId, command.Device, kind, ct), null);
    }
}

/// <summary>How the owner of a ticket can finish signing in.</summary>
/// <exception cref="NotFound">The ticket is too old, or the password was changed since.</exception>
[AllowEveryone]
public sealed record ReadSignInTicket(string Ticket) : IQuery<SignInTicketDetails>;

/// <param name="HasApp">Whether codes come from an app; otherwise only recovery codes work.</param>
/// <param name="HasPasskey">Whether a passkey works too.</param>
public sealed record SignInTicketDetails(bool HasApp, bool HasPasskey);

internal sealed class ReadSignInTicketHandler(SignInTickets tickets, SecondFactors factors, Db db)
    : IRequestHandler<ReadSignInTicket, SignInTicketDetails>
{
    public async Task<SignInTicketDetails> Handle(ReadSignInTicket query, CancellationToken ct)
    {
        var personId = await tickets.Owner(query.Ticket, ct) ?? throw new NotFound();
        return new(await factors.HasApp(personId, ct),
            await db.Single<int>("SELECT COUNT(*) FROM Passkey WHERE PersonId = @personId", new { personId }, ct) > 0);
    }
}

/// <summary>
/// Proof, for ten minutes, that somebody entered a person's password or came from the provider. Nothing is stored; a new password ends it.
/// </summary>
internal sealed class SignInTickets(Db db, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string For(Account account) => Protector.Protect($"{account.Id} {Mark(account)}", Lifetime);

    /// <returns>The person; null if the ticket is not valid anymore.</returns>
    public async Task<long?> Owner(string ticket, CancellationToken ct)
    {
        string[] parts;
        try
        {
            parts = Protector.Unprotect(ticket).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }
        return await Account.Find(db, long.Parse(parts[0], CultureInfo.InvariantCulture), ct) is { Active: true } account
            && Mark(account) == parts[1] ? account.Id : null;
    }

    private static string Mark(Account account) => Secrets.Digest(account.PasswordHash ?? "");

    private ITimeLimitedDataProtector Protector => protection.CreateProtector("sign-in-ticket").ToTimeLimitedDataProtector();
}
