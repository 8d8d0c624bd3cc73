namespace ProblemTracker.Domain;

/// <summary>How someone of the department met residents.</summary>
public enum EngagementKind { Meeting, FootPatrol, BusinessCheck, SchoolVisit, Event, Conversation }

/// <summary>Rules of contacts with residents.</summary>
public static class Contacts
{
    public const int MostPeople = 100_000;

    public const int MostMinutes = 24 * 60;

    public const int LongestHeard = 2000;

    /// <summary>A neighborhood without a contact on this many days before today counts as not met.</summary>
    public const int UnmetAfterDays = 30;

    /// <summary>How long its author can delete a contact. Afterward a supervisor can.</summary>
    public static readonly TimeSpan TimeToDelete = TimeSpan.FromDays(1);

    /// <summary>Whether nobody was met today and on the 30 days before.</summary>
    /// <param name="lastOn">The day of the last contact; null if there was none.</param>
    /// <param name="today">The agency's day.</param>
    public static bool IsUnmet(DateOnly? lastOn, DateOnly today) => lastOn is null || lastOn < today.AddDays(-UnmetAfterDays);

    /// <summary>
    /// Months without a contact. Months are counted back from the last day of the period (to the 15th, from the 16th of the month before);
    /// days that are left at the beginning make no month.
    /// </summary>
    /// <param name="days">The days with a contact.</param>
    /// <param name="from">First day of the period.</param>
    /// <param name="to">Last day of the period.</param>
    public static int MonthsWithNone(IReadOnlyCollection<DateOnly> days, DateOnly from, DateOnly to)
    {
        var none = 0;
        for (var month = 1; to.AddMonths(-month).AddDays(1) is var first && first >= from; month++)
        {
            var end = to.AddMonths(1 - month);
            if (!days.Any(day => day >= first && day <= end)) none++;
        }
        return none;
    }
}
