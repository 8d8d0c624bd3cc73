using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Why someone is reminded about concerns of residents.</summary>
public enum ConcernReminderKind
{
    /// <summary>A concern is overdue; repeats every week → the officers of its neighborhood.</summary>
    Overdue,

    /// <summary>A concern is seven days overdue → supervisor.</summary>
    EscalatedToSupervisor,

    /// <summary>Repeat complaints wait for a decision; repeats every week → supervisor.</summary>
    RepeatComplaint,
}

/// <summary>Who hears of a neighborhood's concerns. Only those who can be reminded.</summary>
/// <param name="Officers">Those who are assigned to it today.</param>
/// <param name="Supervisors">The supervisor of the neighborhood, or all of them if it has none.</param>
public sealed record ConcernReaders(IReadOnlyList<long> Officers, IReadOnlyList<long> Supervisors);

/// <summary>A reminder that is due. It is raised only if none with the same key was raised before.</summary>
/// <param name="Key">Without the person.</param>
public sealed record DueConcernReminder(string Key, ConcernReminderKind Kind, IReadOnlyList<long> Recipients);

/// <summary>
/// Decides who is reminded of overdue concerns and repeat complaints, and when: by the rungs of <see cref="Ladder"/>, which is about
/// problems. Command staff don't work at the intake desk, so the supervisor is the last rung.
/// </summary>
public static class ConcernLadder
{
    /// <param name="concernId">An open concern.</param>
    /// <param name="dueOn">The last day for its next step.</param>
    public static IReadOnlyList<DueConcernReminder> Overdue(long concernId, DateOnly dueOn, ConcernReaders readers, DateOnly today)
    {
        var days = today.DayNumber - dueOn.DayNumber;
        if (days < 1) return [];
        var due = new List<DueConcernReminder>
        {
            Reminder(concernId, dueOn, ConcernReminderKind.Overdue, days / 7,
                readers.Officers.Count > 0 ? readers.Officers : readers.Supervisors),
        };
        if (days >= Ladder.DaysToSupervisor)
            due.Add(Reminder(concernId, dueOn, ConcernReminderKind.EscalatedToSupervisor, 0, readers.Supervisors));
        return [.. due.Where(reminder => reminder.Recipients.Count > 0)];
    }

    /// <param name="repeatId">Repeat complaints about which nobody decided yet.</param>
    /// <param name="raisedOn">The local day on which they were raised.</param>
    public static IReadOnlyList<DueConcernReminder> Waiting(long repeatId, DateOnly raisedOn, ConcernReaders readers, DateOnly today) =>
        readers.Supervisors.Count == 0 || today < raisedOn ? []
            : [Reminder(repeatId, raisedOn, ConcernReminderKind.RepeatComplaint, (today.DayNumber - raisedOn.DayNumber) / 7,
                readers.Supervisors)];

    private static DueConcernReminder Reminder(long id, DateOnly on, ConcernReminderKind kind, int week, IReadOnlyList<long> recipients) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{kind}:{id}:{on:yyyy-MM-dd}:{week}"), kind, [.. recipients.Distinct()]);
}
