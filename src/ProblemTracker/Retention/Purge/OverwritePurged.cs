using MediatR;

namespace ProblemTracker.Retention;

/// <summary>
/// Overwrites what committed purges left in the search index and the write-ahead log of an embedded database, and notes it on their
/// certificates. While a reader keeps the log in use, nothing is noted and the next run tries again.
/// </summary>
[Needs(Permission.Administer)]
public sealed record OverwritePurged : IRequest<Done>;

internal sealed class OverwritePurgedHandler(Db db, DatabaseSettings database, TrackerClock clock) : IRequestHandler<OverwritePurged, Done>
{
    public async Task<Done> Handle(OverwritePurged command, CancellationToken ct)
    {
        var last = await db.Single<long?>("SELECT MAX(c.Id) FROM PurgeCertificate c WHERE c.OverwrittenAt IS NULL", null, ct);
        if (last is null || !await database.Dialect.Overwrite(database.ConnectionString, ct)) return Done.Instance;
        await db.Write(() => db.Execute("UPDATE PurgeCertificate SET OverwrittenAt = @now WHERE OverwrittenAt IS NULL AND Id <= @last",
            new { now = clock.Real.GetUtcNow(), last }, ct), ct);
        return Done.Instance;
    }
}
