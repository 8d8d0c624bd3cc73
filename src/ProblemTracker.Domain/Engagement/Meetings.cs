namespace ProblemTracker.Domain;

/// <summary>What residents are invited to.</summary>
public enum MeetingKind { Meeting, Event }

/// <summary>Where a meeting stands.</summary>
public enum MeetingStatus { Planned, Canceled, Held, NotRecorded }

/// <summary>Rules of meetings with residents.</summary>
public static class Meetings
{
    public const int LongestPlace = 300, LongestReason = 500;

    /// <summary>The longest meeting, so that one contact stands for it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How far ahead a meeting can be planned, in days.</summary>
    public const int DaysAhead = 2 * 366;

    /// <summary>Where a meeting stands at a moment. One that began without a record of its attendance is not recorded.</summary>
    public static MeetingStatus Status(bool canceled, bool held, DateTimeOffset startsAt, DateTimeOffset now) =>
        canceled ? MeetingStatus.Canceled : held ? MeetingStatus.Held
            : startsAt > now ? MeetingStatus.Planned : MeetingStatus.NotRecorded;

    /// <summary>The contact that a meeting becomes when it is held.</summary>
    public static EngagementKind AsContact(this MeetingKind kind) =>
        kind == MeetingKind.Event ? EngagementKind.Event : EngagementKind.Meeting;
}
