using MediatR;

namespace ProblemTracker.Retention;

/// <summary>Counts what is due by kind of record, and tells who can approve.</summary>
[Needs(Permission.ManageRetention)]
public sealed record CountDue : IQuery<DueCounts>;

/// <param name="Reference">The schedule that the agency follows; null before it was set.</param>
/// <param name="IsAlone">Only one person manages retention, so that the one who proposes a purge must also approve it.</param>
public sealed record DueCounts(string? Reference, bool IsAlone, IReadOnlyList<DueCount> Kinds);

/// <param name="Code">Code of the kind.</param>
/// <param name="Name">The kind in words, in the plural.</param>
/// <param name="One">One record in words.</param>
/// <param name="Since">Since when the years count, such as "it was closed".</param>
/// <param name="Help">What is purged with it.</param>
/// <param name="Years">Null if the kind is kept for good.</param>
/// <param name="Due">Records that are due now, at most 10,000.</param>
/// <param name="DueIsCapped">There are more.</param>
public sealed record DueCount(
    string Code, string Name, string One, string Since, string Help, int? Years, int Due, bool DueIsCapped)
{
    internal const int Most = 10_000;
}

internal sealed class CountDueHandler(Db db, Schedules schedules, Agency.AgencySettings agency) : IRequestHandler<CountDue, DueCounts>
{
    public async Task<DueCounts> Handle(CountDue query, CancellationToken ct)
    {
        var schedule = await schedules.Read(ct);
        var kinds = new List<DueCount>();
        foreach (var kind in schedules.Kinds)
        {
            var due = await schedules.Before(schedule, kind.Code, ct) is { } before ? await Count(kind, before, ct) : 0;
            kinds.Add(new(kind.Code, kind.Name, kind.One, kind.Since, kind.Help, schedule.YearsOf(kind.Code),
                Math.Min(due, DueCount.Most), due > DueCount.Most));
        }
        return new(schedule.Reference, await Reviewers.IsAlone(db, ct), kinds);
    }

    private async Task<int> Count(RecordKind kind, DateTimeOffset before, CancellationToken ct) => await db.Single<int>($"""
        SELECT COUNT(*) FROM (
            SELECT {kind.Id} AS Id FROM {kind.From} WHERE {kind.IsDue} AND NOT EXISTS (
                SELECT 1 FROM RetentionDecision d WHERE d.Kind = @Code AND d.SubjectId = {kind.Id} AND d.KeepUntil > @Today)
            ORDER BY {kind.SinceColumn}, {kind.Id} {db.Dialect.First("@Most")}) x
        """, new { kind.Code, Before = before, Today = await agency.Today(ct), Most = DueCount.Most + 1 }, ct);
}

/// <summary>The people who review what is due.</summary>
internal static class Reviewers
{
    private static readonly string[] Roles = [.. Enum.GetValues<Role>()
        .Where(role => Permissions.MightAllow(new HashSet<Role> { role }, Permission.ManageRetention)).Select(role => role.ToString())];

    /// <summary>Whether at most one active person manages retention.</summary>
    public static async Task<bool> IsAlone(Db db, CancellationToken ct) => await db.Single<int>("""
        SELECT COUNT(DISTINCT w.Id) FROM Person w JOIN PersonRole r ON r.PersonId = w.Id WHERE w.Active = 1 AND r.Role IN @Roles
        """, new { Roles }, ct) < 2;
}

internal static class CountDueEndpoint
{
    public static void MapCountDue(this RouteGroupBuilder retention) => retention
        .MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new CountDue(), ct))
        .WithName("CountDue").WithSummary("Count what is due to be purged, by kind of record");
}
