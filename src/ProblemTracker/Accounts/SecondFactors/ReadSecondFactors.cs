using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>A person's second factors. Administrators can see anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadSecondFactors(long PersonId) : IQuery<SecondFactorDetails>;

public sealed record SecondFactorDetails
{
    /// <summary>Null without an authenticator app.</summary>
    public DateTimeOffset? AppAddedAt { get; init; }
    public IReadOnlyList<PasskeyDetails> Passkeys { get; init; } = [];
    public int RecoveryCodesLeft { get; init; }
    /// <summary>The end of the time to add a second factor; null with one, before the first sign-in, and in the demo.</summary>
    public DateTimeOffset? DueAt { get; init; }

    internal bool HasOne => AppAddedAt is not null || Passkeys.Count > 0;
}

public sealed record PasskeyDetails
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

internal sealed class ReadSecondFactorsHandler(Db db, Actor actor, TrackerOptions options)
    : IRequestHandler<ReadSecondFactors, SecondFactorDetails>
{
    public async Task<SecondFactorDetails> Handle(ReadSecondFactors query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        var settings = await SignInSettings.Read(db, ct);
        return await db.Read(
        [
            "SELECT AddedAt FROM AuthenticatorApp WHERE PersonId = @PersonId",
            "SELECT Id, Name, AddedAt, LastUsedAt FROM Passkey WHERE PersonId = @PersonId ORDER BY AddedAt, Id",
            "SELECT COUNT(*) FROM RecoveryCode WHERE PersonId = @PersonId AND UsedAt IS NULL",
            "SELECT SecondFactorAskedAt FROM Person WHERE Id = @PersonId",
        ], query, async results =>
        {
            var app = await results.ReadSingleOrDefaultAsync<DateTimeOffset?>();
            List<PasskeyDetails> passkeys = [.. await results.ReadAsync<PasskeyDetails>()];
            var codes = await results.ReadSingleAsync<int>();
            var askedAt = await results.ReadSingleOrDefaultAsync<DateTimeOffset?>();
            return new SecondFactorDetails
            {
                AppAddedAt = app,
                Passkeys = passkeys,
                RecoveryCodesLeft = codes,
                DueAt = app is null && passkeys.Count == 0 ? SecondFactors.DueAt(options, askedAt, settings) : null,
            };
        }, ct);
    }
}

internal static class ReadSecondFactorsEndpoint
{
    public static void MapReadSecondFactors(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/second-factors", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadSecondFactors(id), ct))
        .WithName("ReadSecondFactors").WithSummary("Read which second factors you or, for administrators, someone else has");
}
