using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Signs a person in to the pages.</summary>
/// <param name="Device">What the browser says it is; null if it says nothing.</param>
/// <remarks>A wrong password is a result, not an exception, because the transaction that counts the failure must commit.</remarks>
[AllowEveryone, SecretResult]
public sealed record SignIn(string Email, string Password, string? Device = null) : ICommand<SignInOutcome>;

/// <param name="PersonId">Null if sign-in failed; then <paramref name="Problem"/> says why.</param>
/// <param name="Session">The secret of the new session, for the browser's cookie.</param>
public sealed record SignInOutcome(long? PersonId, string? Session, string? Problem);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().WithMessage("Enter your password.").MaximumLength(500);
    }
}

internal sealed class SignInHandler(PasswordSignIn signIn, Sessions sessions)
    : IPrepare<SignIn>, IRequestHandler<SignIn, SignInOutcome>
{
    public Task Prepare(SignIn command, CancellationToken ct) => signIn.Prepare(command.Email, command.Password, ct);

    public async Task<SignInOutcome> Handle(SignIn command, CancellationToken ct)
    {
        var (account, problem) = await signIn.Decide(command.Email, ct);
        return account is null ? new(null, null, problem)
            : new(account.Id, await sessions.Begin(account.Id, command.Device, ct), null);
    }
}
