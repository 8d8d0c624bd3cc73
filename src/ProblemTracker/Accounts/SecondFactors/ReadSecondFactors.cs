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
    private sealed record FactorsRow
    {
        public DateTimeOffset? SecondFactorAskedAt { get; init; }
        public DateTimeOffset? AppAddedAt { get; init; }
        public int RecoveryCodesLeft { get; init; }
    }

    public async Task<SecondFactorDetails> Handle(ReadSecondFactors query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        var settings = await SignInSettings.Read(db, ct);
        return await db.Read(
        [
            """
            SELECT p.SecondFactorAskedAt, a.AddedAt AS AppAddedAt,
                (SELECT COUNT(*) FROM RecoveryCode c WHERE c.PersonId = p.Id AND c.UsedAt IS NULL) AS RecoveryCodesLeft
            FROM Person p LEFT JOIN AuthenticatorApp a ON a.PersonId = p.Id WHERE p.Id = @PersonId
            """,
            "SELECT Id, Name, AddedAt, LastUsedAt FROM Passkey WHERE PersonId = @PersonId ORDER BY AddedAt, Id",
        ], query, async results =>
        {
            var row = await results.ReadSingleAsync<FactorsRow>();
            List<PasskeyDetails> passkeys = [.. await results.ReadAsync<PasskeyDetails>()];
            return new SecondFactorDetails
            {
                AppAddedAt = row.AppAddedAt,
                Passkeys = passkeys,
                RecoveryCodesLeft = row.RecoveryCodesLeft,
                DueAt = row.AppAddedAt is null && passkeys.Count == 0
                    ? SecondFactors.DueAt(options, row.SecondFactorAskedAt, settings) : null,
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
