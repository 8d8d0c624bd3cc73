using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Exchanges email and password for a bearer token, for programs without a browser.</summary>
/// <param name="Code">The code that the authenticator app shows; required of who has one.</param>
[AllowEveryone, SecretResult]
public sealed record CreateMyToken(string Email, string Password, string Name, int Days = 30, bool ReadOnly = false, string? Code = null)
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
        RuleFor(c => c.Code).MaximumLength(100);
    }
}

internal sealed class CreateMyTokenHandler(
    PasswordSignIn signIn, CodeSignIn codes, SecondFactors factors, Db db, Actor actor, TimeProvider clock)
    : IPrepare<CreateMyToken>, IRequestHandler<CreateMyToken, MyTokenOutcome>
{
    public Task Prepare(CreateMyToken command, CancellationToken ct) => signIn.Prepare(command.Email, command.Password, ct);

    public async Task<MyTokenOutcome> Handle(CreateMyToken command, CancellationToken ct)
    {
        var (account, problem) = await signIn.Decide(command.Email, ct);
        if (account is null) return new(null, problem);
        if (account.MustChangePassword) return new(null, "Sign in on the web page and change your first password, then create a token.");
        if (await SecondStep(account.Id, command.Code, ct) is { } missing) return new(null, missing);
        var token = await Tokens.Make(db, actor, clock.GetUtcNow(), account.Id, command.Name, command.Days, command.ReadOnly,
            replaces: false, ct);
        return new(token, null);
    }

    /// <returns>What is missing beside the password; null for nothing.</returns>
    private async Task<string?> SecondStep(long personId, string? code, CancellationToken ct)
    {
        if (await factors.HasApp(personId, ct))
            return string.IsNullOrWhiteSpace(code) ? "Send the code of your authenticator app too, as code."
                : (await codes.Decide(personId, code, ct)).Problem;
        if (await factors.IsThere(personId, ct))
            return "You sign in with a passkey. Create the token on the web page, under My settings.";
        await SecondFactors.Ask(db, personId, ct);
        return await factors.IsOverdue(personId, ct) ? "Sign in on the web page and add a second factor, then create a token." : null;
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
        .WithName("CreateMyToken").WithSummary("Exchange email, password and the code of an authenticator app for a bearer token")
        .AllowAnonymous().RequireRateLimiting(RateLimits.Tokens)
        .Produces<TokenMade>(201);
}
