namespace ProblemTracker.Accounts;

/// <summary>
/// Sessions of browsers, kept on the server, so that they end when they should whatever cookie a browser still holds: at sign-out, at a new
/// password, at deactivation, after 30 minutes without a request (CJIS Security Policy 5.9.5), and after 12 hours in all.
/// </summary>
/// <remarks>Real time, since moving the demo clock must not sign everyone out.</remarks>
internal sealed class Sessions(Db db, Actor actor)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30), Longest = TimeSpan.FromHours(12);

    /// <summary>How old the time of the last request may become before it is written again.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>A session that is still open: a condition on <c>s</c> with the parameters <c>@IdleSince</c> and <c>@Oldest</c>.</summary>
    public const string IsOpen = "s.EndedAt IS NULL AND s.LastSeenAt > @IdleSince AND s.CreatedAt > @Oldest";

    public static (DateTimeOffset Now, DateTimeOffset IdleSince, DateTimeOffset Oldest) Times()
    {
        var now = TimeProvider.System.GetUtcNow();
        return (now, now - Idle, now - Longest);
    }

    /// <param name="personId">The person.</param>
    /// <param name="device">What the browser says it is.</param>
    /// <param name="secondFactor">What they showed beside the password, or instead of it; null for nothing.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The session's secret. Only its digest is stored.</returns>
    public async Task<string> Begin(long personId, string? device, SecondFactorKind? secondFactor, CancellationToken ct)
    {
        var secret = Secrets.New();
        var times = Times();
        // What ended is kept for a day, to be looked at, and then forgotten.
        await db.Execute("DELETE FROM Session WHERE PersonId = @personId AND CreatedAt < @Before",
            new { personId, Before = times.Oldest.AddDays(-1) }, ct);
        await db.Execute("""
            INSERT INTO Session (PersonId, Digest, Device, Origin, CreatedAt, LastSeenAt, SecondFactor)
            VALUES (@personId, @Digest, @device, @Origin, @Now, @Now, @SecondFactor)
            """, new
        {
            personId,
            Digest = Secrets.Digest(secret),
            device = Shortened(device),
            actor.Origin,
            times.Now,
            SecondFactor = secondFactor?.ToString(),
        }, ct);
        if (secondFactor is null) await SecondFactors.Ask(db, personId, ct);
        return secret;
    }

    /// <summary>Ends a person's sessions.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="exceptThis">Whether the session that sends this request goes on.</param>
    /// <param name="ct">Cancels the write.</param>
    public Task<int> EndOf(long personId, bool exceptThis, CancellationToken ct) => db.Execute(
        "UPDATE Session SET EndedAt = @Now WHERE PersonId = @personId AND EndedAt IS NULL AND Id <> @Kept",
        new { personId, Times().Now, Kept = exceptThis ? actor.SessionId ?? 0 : 0 }, ct);

    /// <summary>Finds the open session of a cookie; null if there is none.</summary>
    public static Task<OpenSession?> Find(Db db, string secret, CancellationToken ct)
    {
        var times = Times();
        return db.Find<OpenSession>($"""
            SELECT s.Id, s.PersonId, s.CreatedAt, s.LastSeenAt, s.SecondFactor, p.Name, p.MustChangePassword, p.SecondFactorAskedAt,
                {SecondFactors.Has} AS HasSecondFactor, g.Value AS SignInSettings
            FROM Session s JOIN Person p ON p.Id = s.PersonId LEFT JOIN Setting g ON g.Name = @Settings
            WHERE s.Digest = @Digest AND p.Active = 1 AND {IsOpen}
            """, new { Digest = Secrets.Digest(secret), times.IdleSince, times.Oldest, Settings = SignInSettings.Name }, ct);
    }

    /// <summary>Whether the time of the last request should be written again.</summary>
    public static bool MustNote(DateTimeOffset? lastSeenAt) => lastSeenAt is null || lastSeenAt < Times().Now - Precision;

    public static Task<Done> Note(Db db, string table, long id) => db.Write(async () =>
    {
        await db.Execute(table == "Session" ? "UPDATE Session SET LastSeenAt = @Now WHERE Id = @id"
            : "UPDATE ApiToken SET LastUsedAt = @Now WHERE Id = @id", new { Times().Now, id }, CancellationToken.None);
        return Done.Instance;
    }, CancellationToken.None);

    private static string? Shortened(string? device) => device is { Length: > 200 } ? device[..200] : device;
}

/// <summary>A session that is open, and whose it is.</summary>
internal sealed record OpenSession
{
    public long Id { get; init; }
    public long PersonId { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; init; }
    /// <summary>What the person showed beside the password, or instead of it.</summary>
    public SecondFactorKind? SecondFactor { get; init; }
    /// <summary>Whether the person has a second factor now.</summary>
    public bool HasSecondFactor { get; init; }
    /// <summary>The first sign-in without a second factor.</summary>
    public DateTimeOffset? SecondFactorAskedAt { get; init; }
    /// <summary>The setting as it is stored; null before its first change.</summary>
    public string? SignInSettings { get; init; }
    /// <summary>Whether the password is a first one that somebody else knows.</summary>
    public bool MustChangePassword { get; init; }
}
