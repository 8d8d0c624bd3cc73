namespace ProblemTracker.Domain;

/// <summary>Which reminders a person wants by mail; the list in the tracker shows them all.</summary>
public enum MailChoice
{
    /// <summary>One email a day with everything, and escalations as emails of their own.</summary>
    Digest,
    EscalationsOnly,
    InAppOnly,
}

/// <summary>When the day's mail is made: from 07:00 until noon, agency time. What comes later waits for the next morning.</summary>
public static class MorningPass
{
    public static readonly TimeOnly Opens = new(7, 0);
    public static readonly TimeOnly Closes = new(12, 0);

    /// <param name="local">The agency's wall clock.</param>
    public static bool IsOpen(DateTime local) => TimeOnly.FromDateTime(local) is var time && time >= Opens && time < Closes;
}
