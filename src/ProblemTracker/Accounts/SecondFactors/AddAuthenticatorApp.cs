using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Accounts;

/// <summary>
/// A new secret for the signed-in person's authenticator app. Nothing is stored before a code proves that the app has it.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record OfferAuthenticatorApp : IQuery<AuthenticatorAppOffer>;

/// <param name="Offer">The secret, encrypted, to send back with the code.</param>
/// <param name="Secret">The secret for typing.</param>
/// <param name="Address">The address for the picture that the app reads.</param>
public sealed record AuthenticatorAppOffer(string Offer, string Secret, string Address);

internal sealed class OfferAuthenticatorAppHandler(AuthenticatorAppOffers offers)
    : IRequestHandler<OfferAuthenticatorApp, AuthenticatorAppOffer>
{
    public Task<AuthenticatorAppOffer> Handle(OfferAuthenticatorApp query, CancellationToken ct) =>
        offers.Describe(TotpCodes.NewSecret(), ct);
}

/// <summary>The same secret again, after a wrong code.</summary>
[Needs(Permission.SignedIn)]
public sealed record RepeatAuthenticatorApp(string Offer) : IQuery<AuthenticatorAppOffer>;

internal sealed class RepeatAuthenticatorAppHandler(AuthenticatorAppOffers offers)
    : IRequestHandler<RepeatAuthenticatorApp, AuthenticatorAppOffer>
{
    public Task<AuthenticatorAppOffer> Handle(RepeatAuthenticatorApp query, CancellationToken ct) =>
        offers.Describe(offers.Secret(query.Offer) ?? TotpCodes.NewSecret(), ct);
}

/// <summary>Adds the signed-in person's authenticator app, or replaces it.</summary>
/// <param name="Offer">From <see cref="OfferAuthenticatorApp"/>.</param>
/// <param name="Code">The code that the app shows.</param>
[Needs(Permission.SignedIn), SecretResult]
public sealed record AddAuthenticatorApp(string Offer, string Code) : ICommand<RecoveryCodes>;

internal sealed class AddAuthenticatorAppValidator : AbstractValidator<AddAuthenticatorApp>
{
    public AddAuthenticatorAppValidator() =>
        RuleFor(c => c.Code).NotEmpty().WithMessage($"Enter the {TotpCodes.Digits} digits that the app shows.").MaximumLength(100);
}

internal sealed class AddAuthenticatorAppHandler(AuthenticatorAppOffers offers, SecondFactors factors, Db db, Actor actor)
    : IRequestHandler<AddAuthenticatorApp, RecoveryCodes>
{
    public async Task<RecoveryCodes> Handle(AddAuthenticatorApp command, CancellationToken ct)
    {
        factors.MustBeRecent();
        var personId = actor.PersonId ?? throw new NotFound();
        var secret = offers.Secret(command.Offer)
            ?? throw new Invalid("code", "This page was open for too long. Scan the new picture, then enter the code.");
        var now = TimeProvider.System.GetUtcNow();
        var step = TotpCodes.Step(secret, command.Code, now, 0) ?? throw new Invalid("code",
            "This is not the app's code. Enter the one that it shows now, and check that the phone sets its clock by itself.");
        var isFirst = !await factors.IsThere(personId, ct);
        var row = new { personId, Secret = factors.Protected(secret), step, now };
        if (await db.Execute("UPDATE AuthenticatorApp SET Secret = @Secret, LastStep = @step, AddedAt = @now WHERE PersonId = @personId",
            row, ct) == 0)
            await db.Execute("INSERT INTO AuthenticatorApp (PersonId, Secret, LastStep, AddedAt) VALUES (@personId, @Secret, @step, @now)",
                row, ct);
        return await factors.Added(personId, SecondFactorKind.App, "An authenticator app was added", isFirst, ct);
    }
}

/// <summary>Secrets on their way to an app and back, encrypted for one person and for half an hour.</summary>
internal sealed class AuthenticatorAppOffers(Db db, Actor actor, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public async Task<AuthenticatorAppOffer> Describe(byte[] secret, CancellationToken ct) => new(
        Protector.Protect(Convert.ToBase64String(secret), Lifetime),
        TotpCodes.Typed(secret),
        TotpCodes.Address(secret, await db.Single<string>("SELECT Email FROM Person WHERE Id = @PersonId", new { actor.PersonId }, ct)));

    /// <returns>Null if the offer is someone else's, too old, or made up.</returns>
    public byte[]? Secret(string offer)
    {
        try
        {
            return Convert.FromBase64String(Protector.Unprotect(offer));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector =>
        protection.CreateProtector("authenticator-app-offer", $"{actor.PersonId}").ToTimeLimitedDataProtector();
}
