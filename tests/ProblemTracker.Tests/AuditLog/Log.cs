using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.AuditLog;
using ProblemTracker.Data;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.AuditLog;

/// <summary>Writes, seals, purges and tampers with the audit log of a host.</summary>
internal static class Log
{
    /// <summary>Writes entries that name themselves by number, from 1.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IReadOnlyList<long>> Write(this TrackerHost host, int count) => host.Query(async db =>
    {
        for (var n = 1; n <= count; n++)
            await db.Record(Actor.System("10.0.0.1"), TrackerHost.Start.AddMinutes(n), "test.event", null, n, $"Summary {n}",
                new { N = n }, new { N = n + 1 }, default);
        return (IReadOnlyList<long>)[.. (await db.List<long>("SELECT Id FROM AuditEntry WHERE Event = 'test.event' ORDER BY Id", null,
            default)).TakeLast(count)];
    });

    /// <summary>Seals everything, as the job does.</summary>
    /// <returns>The number of entries sealed.</returns>
    public static async Task<int> Seal(this TrackerHost host)
    {
        var count = 0;
        for (var more = true; more;)
        {
            var made = await host.Send(new SealAudit());
            (count, more) = (count + made.Count, made.More);
        }
        return count;
    }

    /// <summary>Purges entries. Not by <see cref="TrackerHost.Query{T}"/>, since the statements are the product's.</summary>
    public static async Task<int> Purge(this TrackerHost host, IReadOnlyCollection<long> ids, string reason)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return await db.Write(() => AuditPurge.Purge(db, Actor.System("job"), TrackerHost.Start, ids, reason, default), default);
    }

    public static Task<AuditCheck> Verify(this TrackerHost host, params string[] outside) => host.Send(new VerifyAudit(outside));

    /// <summary>Changes the database as someone with a database tool would.</summary>
    public static Task Tamper(this TrackerHost host, string sql, object? args = null) => host.Query(async db =>
    {
        await db.Execute("PRAGMA foreign_keys = OFF", null, default);
        return await db.Execute(sql, args, default);
    });
}
