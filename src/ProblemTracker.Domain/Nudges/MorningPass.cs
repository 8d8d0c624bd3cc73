namespace ProblemTracker.Domain;

/// <summary>Which reminders and updates a person gets by email. The tracker always shows all of them.</summary>
public enum EmailChoice
{
    /// <summary>One email a day with everything, and at once what they want to hear at once.</summary>
    Digest,
    EscalationsOnly,
    InAppOnly,
}

/// <summary>The daily emails are prepared from 07:00 to 12:00, agency time. Nudges raised later wait for the next morning.</summary>
public static class MorningPass
{
    public static readonly TimeOnly Opens = new(7, 0);
    public static readonly TimeOnly Closes = new(12, 0);

    /// <param name="local">The agency's local time.</param>
    public static bool IsOpen(DateTime local) => TimeOnly.FromDateTime(local) is var time && time >= Opens && time < Closes;
}
