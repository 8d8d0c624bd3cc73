using System.Text.Json.Serialization;
using ProblemTracker.Portal;

namespace ProblemTracker.Engagement;

/// <summary>A meeting or an event with residents.</summary>
public sealed record MeetingRow : IVersioned
{
    public long Id { get; init; }
    public MeetingKind Kind { get; init; }
    public MeetingStatus Status { get; init; }
    /// <summary>Null for the whole city.</summary>
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public string Place { get; init; } = "";
    /// <summary>Title and agenda in each language.</summary>
    public IReadOnlyList<MeetingText> Texts => Json.Length == 0 ? [] : PublicTexts.Read<MeetingText>(Json);
    /// <summary>Whether residents read it on the public site.</summary>
    public bool IsPublic { get; init; }
    public DateTimeOffset? CanceledAt { get; init; }
    public string? CancelReason { get; init; }
    /// <summary>The contact that it became when it was held, which has attendance and what was heard.</summary>
    public long? EngagementId { get; init; }
    /// <summary>Number of residents who attended.</summary>
    public int? People { get; init; }
    public string? Heard { get; init; }
    public long PersonId { get; init; }
    public string PlannedBy { get; init; } = "";
    public int Version { get; init; }

    [JsonIgnore]
    public string Json { get; init; } = "";

    [JsonIgnore]
    public string Title => Texts[0].Title;

    internal MeetingRow At(DateTimeOffset now) =>
        this with { Status = Domain.Meetings.Status(CanceledAt is not null, EngagementId is not null, StartsAt, now) };
}

/// <summary>SQL about <c>m</c> (Meeting) that the slices share, and who may change a meeting.</summary>
internal static class MeetingSql
{
    public const string Columns = """
        m.Id, m.Kind, m.NeighborhoodId, n.Name AS Neighborhood, m.StartsAt, m.EndsAt, m.Place, m.Texts AS Json, m.IsPublic, m.CanceledAt,
        m.CancelReason, e.Id AS EngagementId, e.People, e.Heard, m.PlannedBy AS PersonId, w.Name AS PlannedBy, m.Version
        """;

    public const string Names = """
        LEFT JOIN Neighborhood n ON n.Id = m.NeighborhoodId LEFT JOIN Engagement e ON e.MeetingId = m.Id
        LEFT JOIN Person w ON w.Id = m.PlannedBy
        """;

    /// <summary>It is on <c>@Today</c> or before, and nobody recorded its attendance.</summary>
    public const string IsToRecord = """
        m.StartsOn <= @Today AND m.CanceledAt IS NULL AND NOT EXISTS (SELECT 1 FROM Engagement x WHERE x.MeetingId = m.Id)
        """;

    /// <summary>The events about a meeting.</summary>
    public const string Events = "'meeting.planned', 'meeting.changed', 'meeting.canceled', 'meeting.held'";

    /// <exception cref="NotFound">There is no such meeting.</exception>
    public static async Task<MeetingRow> Read(Db db, long id, DateTimeOffset now, CancellationToken ct) =>
        (await db.Find<MeetingRow>($"SELECT {Columns} FROM Meeting m {Names} WHERE m.Id = @id", new { id }, ct)
            ?? throw new NotFound()).At(now);

    /// <summary>Locks a meeting that is neither canceled nor held, for a change of this version.</summary>
    /// <exception cref="NotFound">There is no such meeting.</exception>
    /// <exception cref="Forbidden">The actor may not change it.</exception>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    /// <exception cref="RuleBroken">It is canceled or held.</exception>
    public static async Task<MeetingRow> Take(Db db, Actor actor, long id, int version, DateTimeOffset now, CancellationToken ct)
    {
        var before = await Read(db, id, now, ct);
        if (!MayChange(actor, before))
            throw new Forbidden($"Only {before.PlannedBy}, who planned this meeting, or a supervisor can change it.");
        if (await db.Execute("UPDATE Meeting SET Version = Version + 1, ChangedAt = @now WHERE Id = @id AND Version = @version",
            new { id, version, now }, ct) == 0) throw new Stale((await Read(db, id, now, ct)).Version);
        before = await Read(db, id, now, ct);
        return before.Status switch
        {
            MeetingStatus.Canceled => throw new RuleBroken("meeting.canceled", "This meeting is canceled. Plan another one.", "status"),
            MeetingStatus.Held => throw new RuleBroken("meeting.held",
                "This meeting is recorded. Correct its contact instead.", "status"),
            _ => before,
        };
    }

    /// <summary>Whether the actor may change the meeting: their own, or as a supervisor.</summary>
    public static bool MayChange(Actor actor, MeetingRow meeting) =>
        meeting.PersonId == actor.PersonId || actor.Might(Permission.Supervise);

    /// <summary>What the audit log keeps.</summary>
    public static object Facts(MeetingRow meeting) => new
    {
        meeting.Kind,
        meeting.NeighborhoodId,
        meeting.StartsAt,
        meeting.EndsAt,
        meeting.Place,
        meeting.Texts,
        meeting.IsPublic,
    };
}
