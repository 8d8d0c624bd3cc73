namespace ProblemTracker.Domain;

/// <summary>How far a resident's concern has come.</summary>
public enum ConcernStatus
{
    /// <summary>Nobody acknowledged it yet.</summary>
    New,

    /// <summary>Somebody read it and will decide.</summary>
    Acknowledged,

    /// <summary>An agency has it and should answer.</summary>
    Referred,

    /// <summary>Decided: it is part of a problem.</summary>
    Linked,

    /// <summary>Handled together with another concern about the same thing.</summary>
    Merged,

    /// <summary>Decided: closed with a reason that the reporter reads.</summary>
    Closed,
}

/// <summary>How the department heard of a concern that the reporter did not send.</summary>
public enum ConcernChannel { Phone, Counter, Patrol, Meeting }

/// <summary>How often it happens, as the reporter says.</summary>
public enum Frequency { Once, SeveralTimes, EveryMonth, EveryWeek, EveryDay }

/// <summary>The clock of a concern.</summary>
/// <param name="AcknowledgeDays">Working days after the day on which it was received.</param>
/// <param name="DecideDays">Working days after the same day.</param>
public sealed record ConcernClock(int AcknowledgeDays, int DecideDays)
{
    public static readonly ConcernClock Standard = new(2, 10);

    /// <summary>The last day to acknowledge a concern.</summary>
    public DateOnly AcknowledgeBy(DateOnly receivedOn, IReadOnlySet<DateOnly> holidays) =>
        Deadlines.WorkingDaysAfter(receivedOn, AcknowledgeDays, holidays);

    /// <summary>The last day to decide about a concern.</summary>
    public DateOnly DecideBy(DateOnly receivedOn, IReadOnlySet<DateOnly> holidays) =>
        Deadlines.WorkingDaysAfter(receivedOn, DecideDays, holidays);
}
