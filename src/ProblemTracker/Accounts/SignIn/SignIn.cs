using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Signs a person in to the pages by email and password. Who has a second factor gets a ticket for <see cref="FinishSignIn"/> instead.
/// </summary>
/// <param name="Device">What the browser says it is; null if it says nothing.</param>
/// <remarks>A wrong password is a result, not an exception, because the transaction that counts the failure must commit.</remarks>
[AllowEveryone, SecretResult]
public sealed record SignIn(string Email, string Password, string? Device = null) : ICommand<SignInOutcome>;

/// <param name="PersonId">Null if sign-in failed; then <paramref name="Problem"/> says why.</param>
/// <param name="Session">The secret of the new session, for the browser's cookie.</param>
/// <param name="Ticket">Proves the password for ten minutes, if a second factor must follow.</param>
public sealed record SignInOutcome(long? PersonId, string? Session, string? Problem, string? Ticket = null);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().WithMessage("Enter your password.").MaximumLength(500);
    }
}

internal sealed class SignInHandler(PasswordSignIn signIn, SecondFactors factors, SignInTickets tickets, Sessions sessions)
    : IPrepare<SignIn>, IRequestHandler<SignIn, SignInOutcome>
{
    public Task Prepare(SignIn command, CancellationToken ct) => signIn.Prepare(command.Email, command.Password, ct);

    public async Task<SignInOutcome> Handle(SignIn command, CancellationToken ct)
    {
        var (account, problem) = await signIn.Decide(command.Email, ct);
        return account is null ? new(null, null, problem)
            : await factors.IsThere(account.Id, ct) ? new(account.Id, null, null, tickets.For(account))
            : new(account.Id, await sessions.Begin(account.Id, command.Device, null, ct), null);
    }
}
