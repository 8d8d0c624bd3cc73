using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Overwrites what the erasure of a reporter left in the search index and the write-ahead log of an embedded database. While a reader keeps
/// the log in use, nothing is noted and the next run tries again.
/// </summary>
[Needs(Permission.Administer)]
public sealed record OverwriteErased : IRequest<Done>;

internal sealed class OverwriteErasedHandler(Db db, DatabaseSettings database, TrackerClock clock) : IRequestHandler<OverwriteErased, Done>
{
    private const string IsLeft = "ErasedAt IS NOT NULL AND OverwrittenAt IS NULL";

    public async Task<Done> Handle(OverwriteErased command, CancellationToken ct)
    {
        var last = await db.Single<DateTimeOffset?>($"SELECT MAX(c.ErasedAt) FROM Concern c WHERE c.{IsLeft}", null, ct);
        if (last is null || !await database.Dialect.Overwrite(database.ConnectionString, ct)) return Done.Instance;
        await db.Write(() => db.Execute($"UPDATE Concern SET OverwrittenAt = @now WHERE {IsLeft} AND ErasedAt <= @last",
            new { now = clock.Real.GetUtcNow(), last }, ct), ct);
        return Done.Instance;
    }
}
