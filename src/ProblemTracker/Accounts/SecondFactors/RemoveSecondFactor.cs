using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Removes one of the signed-in person's second factors. Where one is required, the last one stays.</summary>
/// <param name="PasskeyId">Null for the authenticator app.</param>
[Needs(Permission.SignedIn)]
public sealed record RemoveSecondFactor(long? PasskeyId) : ICommand<Done>;

internal sealed class RemoveSecondFactorHandler(
    SecondFactors factors, AccountEmails emails, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<RemoveSecondFactor, Done>
{
    public async Task<Done> Handle(RemoveSecondFactor command, CancellationToken ct)
    {
        factors.MustBeRecent();
        var row = new { PersonId = actor.PersonId ?? 0, command.PasskeyId };
        if (await db.Execute(command.PasskeyId is null ? "DELETE FROM AuthenticatorApp WHERE PersonId = @PersonId"
            : "DELETE FROM Passkey WHERE Id = @PasskeyId AND PersonId = @PersonId", row, ct) == 0) throw new NotFound();
        if (!await factors.IsThere(row.PersonId, ct))
        {
            if (!options.IsDemo)
                throw new RuleBroken("secondFactor.last",
                    "This is your only second factor. Add another one first, then remove this one.", "");
            await factors.RemoveAll(row.PersonId, ct);
        }
        await emails.Tell(row.PersonId, command.PasskeyId is null ? "The authenticator app was removed" : "A passkey was removed", ct);
        await db.Record(actor, clock.GetUtcNow(), "secondFactor.removed", null, row.PersonId, null, null,
            new { kind = (command.PasskeyId is null ? SecondFactorKind.App : SecondFactorKind.Passkey).ToString() }, ct);
        return Done.Instance;
    }
}
