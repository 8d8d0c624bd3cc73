using System.Buffers.Text;
using System.Text;
using Fido2NetLib;
using Fido2NetLib.Objects;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>What the browser needs to ask for a passkey, of whomever it has one.</summary>
[AllowEveryone]
public sealed record OfferPasskeySignIn : IQuery<PasskeyOffer>;

internal sealed class OfferPasskeySignInHandler(Passkeys passkeys) : IRequestHandler<OfferPasskeySignIn, PasskeyOffer>
{
    public Task<PasskeyOffer> Handle(OfferPasskeySignIn query, CancellationToken ct) => Task.FromResult(passkeys.Offer(
        passkeys.Library().GetAssertionOptions(new() { UserVerification = UserVerificationRequirement.Required }).ToJson(),
        SignInByPasskey.Purpose));
}

/// <summary>
/// Signs a person in by a passkey alone: the device asked for PIN or fingerprint. Failed passwords and codes don't lock it.
/// </summary>
/// <param name="Offer">From <see cref="OfferPasskeySignIn"/>.</param>
/// <param name="Answer">What the browser made, as JSON.</param>
[AllowEveryone, SecretResult]
public sealed record SignInByPasskey(string Offer, string Answer, string? Device = null) : ICommand<SignInOutcome>
{
    internal const string Purpose = "sign-in";
}

internal sealed class SignInByPasskeyValidator : AbstractValidator<SignInByPasskey>
{
    public SignInByPasskeyValidator() =>
        RuleFor(c => c.Answer).NotEmpty().WithMessage("Your browser sent no passkey. Try again.").MaximumLength(20_000);
}

internal sealed class SignInByPasskeyHandler(Passkeys passkeys, Sessions sessions, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<SignInByPasskey, SignInOutcome>
{
    private sealed record PasskeyRow
    {
        public long Id { get; init; }
        public long PersonId { get; init; }
        public string PublicKey { get; init; } = "";
        public long SignCount { get; init; }
    }

    public async Task<SignInOutcome> Handle(SignInByPasskey command, CancellationToken ct)
    {
        var options = AssertionOptions.FromJson(await passkeys.Accept(command.Offer, SignInByPasskey.Purpose, ct));
        var (passkey, signCount) = await Passkeys.Check<AuthenticatorAssertionRawResponse, (PasskeyRow, uint)>(command.Answer,
            async answer =>
            {
                var known = await db.Find<PasskeyRow>("""
                    SELECT k.Id, k.PersonId, k.PublicKey, k.SignCount FROM Passkey k JOIN Person p ON p.Id = k.PersonId
                    WHERE k.CredentialDigest = @Digest AND p.Active = 1
                    """, new { Digest = Passkeys.DigestOf(answer.RawId) }, ct)
                    ?? throw new Invalid("answer", "This passkey is not known here. Use another one, or your password.");
                var result = await passkeys.Library().MakeAssertionAsync(new()
                {
                    AssertionResponse = answer,
                    OriginalOptions = options,
                    StoredPublicKey = Base64Url.DecodeFromChars(known.PublicKey),
                    StoredSignatureCounter = (uint)known.SignCount,
                    IsUserHandleOwnerOfCredentialIdCallback = (owner, _) => Task.FromResult(
                        Encoding.UTF8.GetString(owner.UserHandle) == Encoding.UTF8.GetString(AddPasskey.Handle(known.PersonId))),
                }, ct);
                return (known, result.SignCount);
            });
        await db.Execute("UPDATE Passkey SET SignCount = @SignCount, LastUsedAt = @Now WHERE Id = @Id",
            new { SignCount = (long)signCount, Now = TimeProvider.System.GetUtcNow(), passkey.Id }, ct);
        await db.Record(actor, clock.GetUtcNow(), "signIn.succeeded", null, passkey.PersonId, null, null,
            new { kind = nameof(SecondFactorKind.Passkey) }, ct);
        return new(passkey.PersonId, await sessions.Begin(passkey.PersonId, command.Device, SecondFactorKind.Passkey, ct), null);
    }
}
