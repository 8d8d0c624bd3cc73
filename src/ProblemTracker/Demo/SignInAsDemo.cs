using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;

namespace ProblemTracker.Demo;

/// <summary>Signs in as one of <see cref="DemoCity.Accounts"/> without a password, in demo mode only.</summary>
[AllowEveryone, SecretResult]
public sealed record SignInAsDemo(string Email, string? Device = null) : ICommand<SignInOutcome>;

internal sealed class SignInAsDemoValidator : AbstractValidator<SignInAsDemo>
{
    public SignInAsDemoValidator() => RuleFor(c => c.Email).NotEmpty().WithMessage("Choose an account.").MaximumLength(254);
}

internal sealed class SignInAsDemoHandler(Db db, Actor actor, Sessions sessions, TrackerOptions options, TimeProvider clock)
    : IRequestHandler<SignInAsDemo, SignInOutcome>
{
    public async Task<SignInOutcome> Handle(SignInAsDemo command, CancellationToken ct)
    {
        if (!options.IsDemo || !DemoCity.Accounts.Any(a => a.Email.Equals(command.Email.Trim(), StringComparison.OrdinalIgnoreCase)))
            throw new NotFound();
        var person = await Account.Find(db, command.Email, ct);
        if (person is not { Active: true }) throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "signIn.demo", null, person.Id, null, null, null, ct);
        return new(person.Id, await sessions.Begin(person.Id, command.Device, null, ct), null);
    }
}
