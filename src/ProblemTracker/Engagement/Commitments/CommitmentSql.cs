using System.Text.Json.Serialization;
using ProblemTracker.Accounts;
using ProblemTracker.Portal;

namespace ProblemTracker.Engagement;

/// <summary>What the department promised residents, at a meeting or after another contact: one person keeps it by a day.</summary>
public sealed record CommitmentRow : IVersioned
{
    public long Id { get; init; }
    /// <summary>The meeting where it was made; null if it came of another contact.</summary>
    public long? MeetingId { get; init; }
    /// <summary>The contact it came of; null if it was made at a meeting.</summary>
    public long? EngagementId { get; init; }
    /// <summary>Of the meeting or contact; null for the whole city.</summary>
    public string? Neighborhood { get; init; }
    public string Description { get; init; } = "";
    public long OwnerId { get; init; }
    public string Owner { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    /// <summary>What came of it.</summary>
    public string? Outcome { get; init; }
    /// <summary>Whether it became an action of a problem.</summary>
    public bool IsAction { get; init; }
    /// <summary>That action; null if there is none or the reader can't view its problem.</summary>
    public long? ActionId { get; init; }
    public ActionStatus? ActionStatus { get; init; }
    public long GivenById { get; init; }
    public string GivenBy { get; init; } = "";
    public DateTimeOffset GivenAt { get; init; }
    public int Version { get; init; }

    /// <summary>Title of the meeting.</summary>
    public string? Meeting => MeetingJson is { Length: > 0 } json ? PublicTexts.Read<MeetingText>(json)[0].Title : null;

    [JsonIgnore]
    public string? MeetingJson { get; init; }

    [JsonIgnore]
    public bool IsOpen => DoneAt is null && !IsAction;
}

/// <summary>SQL about <c>c</c> (Commitment) that the slices share, and who may change a commitment.</summary>
internal static class CommitmentSql
{
    public const int LongestDescription = 1000, LongestOutcome = 2000;

    public const string Columns = """
        c.Id, c.MeetingId, c.EngagementId, n.Name AS Neighborhood, c.Description, c.OwnerId, o.Name AS Owner, c.DueOn, c.DoneAt, c.Outcome,
        IIF(c.ActionId IS NULL, 0, 1) AS IsAction, c.ActionId, a.Status AS ActionStatus, c.GivenBy AS GivenById,
        g.Name AS GivenBy, c.GivenAt, c.Version, m.Texts AS MeetingJson
        """;

    public const string Names = """
        LEFT JOIN Meeting m ON m.Id = c.MeetingId LEFT JOIN Engagement e ON e.Id = c.EngagementId
        LEFT JOIN Neighborhood n ON n.Id = COALESCE(m.NeighborhoodId, e.NeighborhoodId)
        LEFT JOIN Person o ON o.Id = c.OwnerId LEFT JOIN Person g ON g.Id = c.GivenBy LEFT JOIN ProblemAction a ON a.Id = c.ActionId
        """;

    public const string IsOpen = "c.DoneAt IS NULL AND c.ActionId IS NULL";

    /// <summary>The events about a commitment.</summary>
    public const string Events = "'commitment.given', 'commitment.changed', 'commitment.kept', 'commitment.action'";

    /// <exception cref="NotFound">There is no such commitment.</exception>
    public static async Task<CommitmentRow> Read(Db db, long id, CancellationToken ct) =>
        await db.Find<CommitmentRow>($"SELECT {Columns} FROM Commitment c {Names} WHERE c.Id = @id", new { id }, ct)
            ?? throw new NotFound();

    /// <summary>Locks an open commitment for a change of this version.</summary>
    /// <exception cref="NotFound">There is no such commitment.</exception>
    /// <exception cref="Forbidden">The actor may not change it.</exception>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    /// <exception cref="RuleBroken">It is kept, or is an action.</exception>
    public static async Task<CommitmentRow> Take(Db db, Actor actor, long id, int version, CancellationToken ct)
    {
        var before = await Read(db, id, ct);
        if (!MayChange(actor, before))
            throw new Forbidden($"Only its owner, {before.GivenBy}, who recorded it, or a supervisor can change this commitment.");
        if (await db.Execute("UPDATE Commitment SET Version = Version + 1 WHERE Id = @id AND Version = @version",
            new { id, version }, ct) == 0)
            throw new Stale((await Read(db, id, ct)).Version);
        before = await Read(db, id, ct);
        return before switch
        {
            { IsAction: true } => throw new RuleBroken("commitment.action", "This commitment is an action now. Change the action.",
                "status"),
            { DoneAt: not null } => throw new RuleBroken("commitment.kept", "This commitment is done already.", "status"),
            _ => before,
        };
    }

    /// <summary>Whether the actor may change the commitment: as its owner, as who recorded it, or as a supervisor.</summary>
    public static bool MayChange(Actor actor, CommitmentRow commitment) => commitment.OwnerId == actor.PersonId
        || commitment.GivenById == actor.PersonId || actor.Might(Permission.Supervise);

    /// <exception cref="Invalid">The person can't own a commitment: they left, or don't log contacts.</exception>
    public static async Task MustBeOwner(Db db, long ownerId, CancellationToken ct)
    {
        var isActive = await db.Find<long?>("SELECT w.Id FROM Person w WHERE w.Id = @ownerId AND w.Active = 1", new { ownerId }, ct);
        if (isActive is null
            || !Permissions.MightAllow(new HashSet<Role>(await PersonSql.Roles(db, ownerId, ct)), Permission.WriteNotes))
            throw new Invalid("ownerId", "Choose an active person in the department.");
    }

    /// <summary>Takes its reminders off every list, since they are no longer true or are for someone else.</summary>
    public static Task ClearReminders(Db db, long id, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        UPDATE NudgeRecipient SET DoneAt = @now WHERE DoneAt IS NULL AND NudgeId IN (SELECT n.Id FROM Nudge n WHERE n.CommitmentId = @id)
        """, new { id, now }, ct);

    /// <summary>Gives someone back the reminder that they had about it before, which is raised only once.</summary>
    public static Task BringBackReminder(Db db, long id, long ownerId, CancellationToken ct) => db.Execute("""
        UPDATE NudgeRecipient SET DoneAt = NULL, SeenAt = NULL, MailedAt = NULL
        WHERE PersonId = @ownerId AND NudgeId IN (
            SELECT MAX(n.Id) FROM Nudge n JOIN NudgeRecipient r ON r.NudgeId = n.Id AND r.PersonId = @ownerId WHERE n.CommitmentId = @id)
        """, new { id, ownerId }, ct);

    /// <summary>What the audit log keeps: no words, which could name people.</summary>
    public static object Facts(CommitmentRow commitment) =>
        new { commitment.OwnerId, commitment.DueOn };
}
