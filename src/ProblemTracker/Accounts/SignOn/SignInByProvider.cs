using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Signs in a person whom the single sign-on provider vouches for.</summary>
/// <param name="Issuer">The provider, as it calls itself.</param>
/// <param name="Subject">The person, as the provider knows them for good.</param>
/// <param name="IsVerified">Whether the provider says that the email address is this person's.</param>
/// <param name="RoleValues">Values of the claim that decides roles.</param>
/// <param name="Methods">How the person proved who they are: <c>amr</c> (RFC 8176).</param>
/// <param name="Level">How strong that was: <c>acr</c>.</param>
/// <remarks>A refusal is a result, not an exception, so that it is recorded.</remarks>
[AllowEveryone, SecretResult]
public sealed record SignInByProvider(string Issuer, string Subject, string? Email, bool IsVerified, IReadOnlyList<string> RoleValues,
    IReadOnlyList<string> Methods, string? Level, string? Device = null) : ICommand<SignInOutcome>;

internal sealed class SignInByProviderValidator : AbstractValidator<SignInByProvider>
{
    public SignInByProviderValidator()
    {
        RuleFor(c => c.Issuer).NotEmpty().MaximumLength(500);
        // OpenID Connect Core, section 2: at most 255 characters.
        RuleFor(c => c.Subject).NotEmpty().MaximumLength(255);
    }
}

internal sealed class SignInByProviderHandler(
    ProviderAccounts accounts, ProviderRoles roles, SecondFactors factors, SignInTickets tickets, Sessions sessions, TrackerOptions options,
    Db db, Actor actor, TimeProvider clock) : IRequestHandler<SignInByProvider, SignInOutcome>
{
    // RFC 8176: several factors, a one-time code, or a key in hardware or software that asks for PIN or fingerprint.
    private static readonly string[] SecondFactorMethods = ["mfa", "otp", "hwk", "swk", "sc"];

    public async Task<SignInOutcome> Handle(SignInByProvider command, CancellationToken ct)
    {
        var provider = options.SignOn ?? throw new NotFound();
        var (account, problem) = await accounts.Find(command, provider, ct);
        if (account is not null && await roles.Apply(account.Id, command.RoleValues, provider, ct) is { } noRole)
            (account, problem) = (null, noRole);
        if (account is not null) await accounts.Link(account, command, provider, ct);
        var isStrong = command.Methods.Intersect(SecondFactorMethods).Any() || provider.Levels.Contains(command.Level);
        await db.Record(actor, clock.GetUtcNow(), account is null ? "signIn.failed" : "signIn.succeeded", null, account?.Id, null, null,
            new { Kind = nameof(SecondFactorKind.Provider), isStrong }, ct);
        return account is null ? new(null, null, problem)
            : isStrong ? new(account.Id, await sessions.Begin(account.Id, command.Device, SecondFactorKind.Provider, ct), null)
            : await factors.IsThere(account.Id, ct) ? new(account.Id, null, null, tickets.For(account))
            : new(account.Id, await sessions.Begin(account.Id, command.Device, null, ct), null);
    }
}
