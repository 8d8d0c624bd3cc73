using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Signs a person in to the pages.</summary>
/// <remarks>A wrong password is a result, not an exception, because the transaction that counts the failure must commit.</remarks>
[AllowEveryone]
public sealed record SignIn(string Email, string Password) : ICommand<SignInOutcome>;

/// <param name="PersonId">Null if sign-in failed; then <paramref name="Problem"/> says why.</param>
/// <param name="Stamp">The security stamp to store in the session; the session ends when the account's stamp changes.</param>
public sealed record SignInOutcome(long? PersonId, string? Stamp, string? Problem);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage("Enter your email address.").MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().WithMessage("Enter your password.").MaximumLength(500);
    }
}

internal sealed class SignInHandler(PasswordCheck check) : IRequestHandler<SignIn, SignInOutcome>
{
    public async Task<SignInOutcome> Handle(SignIn command, CancellationToken ct)
    {
        var (account, problem) = await check.Verify(command.Email, command.Password, ct);
        return new(account?.Id, account?.SecurityStamp, problem);
    }
}
