using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;

namespace ProblemTracker.Demo;

/// <summary>Signs in as one of <see cref="DemoCity.Accounts"/> without a password, in demo mode only.</summary>
[AllowEveryone]
public sealed record SignInAsDemo(string Email) : ICommand<SignInOutcome>;

internal sealed class SignInAsDemoValidator : AbstractValidator<SignInAsDemo>
{
    public SignInAsDemoValidator() => RuleFor(c => c.Email).NotEmpty().WithMessage("Choose an account.").MaximumLength(254);
}

internal sealed class SignInAsDemoHandler(Db db, Actor actor, TrackerOptions options, TimeProvider clock)
    : IRequestHandler<SignInAsDemo, SignInOutcome>
{
    public async Task<SignInOutcome> Handle(SignInAsDemo command, CancellationToken ct)
    {
        if (!options.IsDemo || !DemoCity.Accounts.Any(a => a.Email.Equals(command.Email.Trim(), StringComparison.OrdinalIgnoreCase)))
            throw new NotFound();
        var person = await db.Find<PersonRow>("SELECT Id, SecurityStamp FROM Person WHERE EmailKey = @key AND Active = 1",
            new { key = SearchKey.Of(command.Email) }, ct) ?? throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "signIn.demo", null, person.Id, null, null, null, ct);
        return new(person.Id, person.SecurityStamp, null);
    }

    private sealed record PersonRow
    {
        public long Id { get; init; }
        public string SecurityStamp { get; init; } = "";
    }
}
