using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Trades email and password for a bearer token, as a program without a browser does.</summary>
[AllowEveryone]
public sealed record CreateMyToken(string Email, string Password, string Name, int Days = 30, bool ReadOnly = false)
    : ICommand<MyTokenOutcome>;

/// <param name="Token">Null if the sign-in failed; then <paramref name="Problem"/> says why.</param>
public sealed record MyTokenOutcome(TokenMade? Token, string? Problem);

internal sealed class CreateMyTokenValidator : AbstractValidator<CreateMyToken>
{
    public CreateMyTokenValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(254);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(500);
        RuleFor(c => c.Name).NotEmpty().MaximumLength(100);
        RuleFor(c => c.Days).InclusiveBetween(1, 366).WithMessage("A token lives for 1 to 366 days.");
    }
}

internal sealed class CreateMyTokenHandler(PasswordCheck check, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreateMyToken, MyTokenOutcome>
{
    public async Task<MyTokenOutcome> Handle(CreateMyToken command, CancellationToken ct)
    {
        var (account, problem) = await check.Verify(command.Email, command.Password, ct);
        return account is null ? new(null, problem)
            : new(
                await Tokens.Make(db, actor, clock.GetUtcNow(), account.Id, command.Name, command.Days, command.ReadOnly,
                    replaces: false, ct), null);
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
        .WithName("CreateMyToken").WithSummary("Trade email and password for a bearer token")
        .AllowAnonymous().RequireRateLimiting(RateLimits.SignIn)
        .Produces<TokenMade>(201);
}
