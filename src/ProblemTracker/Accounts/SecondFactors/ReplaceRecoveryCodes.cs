using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Makes new recovery codes for the signed-in person. The old ones no longer work.</summary>
[Needs(Permission.SignedIn), SecretResult]
public sealed record ReplaceRecoveryCodes : ICommand<RecoveryCodes>;

internal sealed class ReplaceRecoveryCodesHandler(
    SecondFactors factors, AccountEmails emails, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReplaceRecoveryCodes, RecoveryCodes>
{
    public async Task<RecoveryCodes> Handle(ReplaceRecoveryCodes command, CancellationToken ct)
    {
        factors.MustBeRecent();
        var personId = actor.PersonId ?? throw new NotFound();
        if (!await factors.IsThere(personId, ct))
            throw new RuleBroken("secondFactor.none", "Add a passkey or an authenticator app first.", "");
        await db.Record(actor, clock.GetUtcNow(), "secondFactor.recoveryCodes", null, personId, null, null, null, ct);
        await emails.Tell(personId, "New recovery codes were made", ct);
        return await factors.NewRecoveryCodes(personId, ct);
    }
}
