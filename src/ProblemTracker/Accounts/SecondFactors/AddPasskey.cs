using System.Buffers.Text;
using System.Text;
using Fido2NetLib;
using Fido2NetLib.Objects;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>What the browser needs to make a passkey for the signed-in person.</summary>
[Needs(Permission.SignedIn)]
public sealed record OfferPasskey : IQuery<PasskeyOffer>;

internal sealed class OfferPasskeyHandler(Passkeys passkeys, Db db, Actor actor) : IRequestHandler<OfferPasskey, PasskeyOffer>
{
    private sealed record PersonRow
    {
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
    }

    public async Task<PasskeyOffer> Handle(OfferPasskey query, CancellationToken ct)
    {
        var person = await db.Find<PersonRow>("SELECT Email, Name FROM Person WHERE Id = @PersonId", new { actor.PersonId }, ct)
            ?? throw new NotFound();
        var known = await db.List<string>("SELECT CredentialId FROM Passkey WHERE PersonId = @PersonId", new { actor.PersonId }, ct);
        var options = passkeys.Library().RequestNewCredential(new()
        {
            User = new() { Id = AddPasskey.Handle(actor.PersonId ?? 0), Name = person.Email, DisplayName = person.Name },
            ExcludeCredentials = [.. known.Select(id => new PublicKeyCredentialDescriptor(Base64Url.DecodeFromChars(id)))],
            AuthenticatorSelection = new()
            {
                ResidentKey = ResidentKeyRequirement.Required,
                UserVerification = UserVerificationRequirement.Required,
            },
            AttestationPreference = AttestationConveyancePreference.None,
        });
        return passkeys.Offer(options.ToJson(), AddPasskey.Purpose(actor));
    }
}

/// <summary>Adds a passkey of the signed-in person.</summary>
/// <param name="Offer">From <see cref="OfferPasskey"/>.</param>
/// <param name="Answer">What the browser made, as JSON.</param>
/// <param name="Name">What the person calls it, for example <c>My phone</c>.</param>
[Needs(Permission.SignedIn), SecretResult]
public sealed record AddPasskey(string Offer, string Answer, string Name) : ICommand<RecoveryCodes>
{
    /// <summary>What a passkey knows its owner by; not the email address, which can change.</summary>
    internal static byte[] Handle(long personId) => Encoding.UTF8.GetBytes($"person-{personId}");

    internal static string Purpose(Actor actor) => $"add-{actor.PersonId}";
}

internal sealed class AddPasskeyValidator : AbstractValidator<AddPasskey>
{
    public AddPasskeyValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Name the passkey, for example My phone.").MaximumLength(100);
        RuleFor(c => c.Answer).NotEmpty().WithMessage("Choose Add a passkey again, and follow your browser.").MaximumLength(20_000);
    }
}

internal sealed class AddPasskeyHandler(Passkeys passkeys, SecondFactors factors, Db db, Actor actor)
    : IRequestHandler<AddPasskey, RecoveryCodes>
{
    public async Task<RecoveryCodes> Handle(AddPasskey command, CancellationToken ct)
    {
        factors.MustBeRecent();
        var personId = actor.PersonId ?? throw new NotFound();
        var options = CredentialCreateOptions.FromJson(await passkeys.Accept(command.Offer, AddPasskey.Purpose(actor), ct));
        var made = await Passkeys.Check<AuthenticatorAttestationRawResponse, RegisteredPublicKeyCredential>(command.Answer, answer =>
            passkeys.Library().MakeNewCredentialAsync(new()
            {
                AttestationResponse = answer,
                OriginalOptions = options,
                IsCredentialIdUniqueToUserCallback = async (credential, token) => await db.Single<int>(
                    "SELECT COUNT(*) FROM Passkey WHERE CredentialDigest = @Digest",
                    new { Digest = Passkeys.DigestOf(credential.CredentialId) }, token) == 0,
            }, ct));
        var isFirst = !await factors.IsThere(personId, ct);
        await db.Execute("""
            INSERT INTO Passkey (PersonId, Name, CredentialId, CredentialDigest, PublicKey, SignCount, AddedAt)
            VALUES (@personId, @Name, @CredentialId, @CredentialDigest, @PublicKey, @SignCount, @Now)
            """, new
        {
            personId,
            Name = command.Name.Trim(),
            CredentialId = Base64Url.EncodeToString(made.Id),
            CredentialDigest = Passkeys.DigestOf(made.Id),
            PublicKey = Base64Url.EncodeToString(made.PublicKey),
            SignCount = (long)made.SignCount,
            Now = TimeProvider.System.GetUtcNow(),
        }, ct);
        return await factors.Added(personId, SecondFactorKind.Passkey, $"The passkey {command.Name.Trim()} was added", isFirst, ct);
    }
}
