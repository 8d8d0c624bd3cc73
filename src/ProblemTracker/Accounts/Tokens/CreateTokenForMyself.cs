using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Creates a token of the signed-in person on the web page, where they showed their second factor.</summary>
[Needs(Permission.SignedIn), SecretResult]
public sealed record CreateTokenForMyself(string Name, int Days = 30, bool ReadOnly = false) : ICommand<TokenMade>;

internal sealed class CreateTokenForMyselfValidator : AbstractValidator<CreateTokenForMyself>
{
    public CreateTokenForMyselfValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter what the token is for.").MaximumLength(100);
        RuleFor(c => c.Days).InclusiveBetween(1, 366).WithMessage("A token must expire in 1 to 366 days.");
    }
}

internal sealed class CreateTokenForMyselfHandler(SecondFactors factors, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreateTokenForMyself, TokenMade>
{
    public Task<TokenMade> Handle(CreateTokenForMyself command, CancellationToken ct)
    {
        factors.MustBeRecent();
        return Tokens.Make(db, actor, clock.GetUtcNow(), actor.PersonId ?? throw new NotFound(), command.Name.Trim(), command.Days,
            command.ReadOnly, replaces: false, ct);
    }
}
