using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Signs a person in to the pages.</summary>
/// <remarks>A wrong password is an answer, not an exception: the failure must be counted, so the transaction must be kept.</remarks>
[AllowEveryone]
public sealed record SignIn(string Email, string Password) : ICommand<SignInOutcome>;

/// <param name="PersonId">Null if it failed; then <paramref name="Problem"/> says why.</param>
/// <param name="Stamp">The security stamp that the session carries; a changed one ends it.</param>
public sealed record SignInOutcome(long? PersonId, string? Stamp, string? Problem);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage("Type your email address.").MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().WithMessage("Type your password.").MaximumLength(500);
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
