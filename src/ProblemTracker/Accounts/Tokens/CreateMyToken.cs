using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Exchanges email and password for a bearer token, for programs without a browser.</summary>
[AllowEveryone, SecretResult]
public sealed record CreateMyToken(string Email, string Password, string Name, int Days = 30, bool ReadOnly = false)
    : ICommand<MyTokenOutcome>;

/// <param name="Token">Null if sign-in failed; then <paramref name="Problem"/> says why.</param>
public sealed record MyTokenOutcome(TokenMade? Token, string? Problem);

internal sealed class CreateMyTokenValidator : AbstractValidator<CreateMyToken>
{
    public CreateMyTokenValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(500);
        RuleFor(c => c.Name).NotEmpty().MaximumLength(100);
        RuleFor(c => c.Days).InclusiveBetween(1, 366).WithMessage("A token must expire in 1 to 366 days.");
    }
}

internal sealed class CreateMyTokenHandler(PasswordSignIn signIn, Db db, Actor actor, TimeProvider clock)
    : IPrepare<CreateMyToken>, IRequestHandler<CreateMyToken, MyTokenOutcome>
{
    public Task Prepare(CreateMyToken command, CancellationToken ct) => signIn.Prepare(command.Email, command.Password, ct);

    public async Task<MyTokenOutcome> Handle(CreateMyToken command, CancellationToken ct)
    {
        var (account, problem) = await signIn.Decide(command.Email, ct);
        if (account is null) return new(null, problem);
        if (account.MustChangePassword) return new(null, "Sign in on the web page and change your first password, then create a token.");
        var token = await Tokens.Make(db, actor, clock.GetUtcNow(), account.Id, command.Name, command.Days, command.ReadOnly,
            replaces: false, ct);
        return new(token, null);
    }
}

internal static class CreateMyTokenEndpoint
{
    public static void MapCreateMyToken(this RouteGroupBuilder me) => me
        .MapPost("/tokens", async Task<IResult> (CreateMyToken body, IMediator mediator, CancellationToken ct) =>
        {
            var outcome = await mediator.Send(body, ct);
            return outcome.Token is { } token
                ? TypedResults.Created((string?)null, token)
                : TypedResults.Problem(outcome.Problem, statusCode: 401,
                    extensions: new Dictionary<string, object?> { ["code"] = "signIn" });
        })
        .WithName("CreateMyToken").WithSummary("Exchange email and password for a bearer token")
        .AllowAnonymous().RequireRateLimiting(RateLimits.Tokens)
        .Produces<TokenMade>(201);
}
