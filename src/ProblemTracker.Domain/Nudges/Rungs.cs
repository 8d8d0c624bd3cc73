using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Why somebody is nudged. A nudge's date is the due date it is about, unless its rung says otherwise here.</summary>
public enum Rung
{
    /// <summary>The stage is due in three days or less → lead.</summary>
    DueSoon,
    /// <summary>The stage is due today → lead.</summary>
    DueToday,
    /// <summary>The stage is overdue, and again every week → lead. The occurrence counts the full weeks over.</summary>
    Overdue,
    /// <summary>Seven days over → supervisor.</summary>
    Escalated,
    /// <summary>Twenty-one days over → commander.</summary>
    EscalatedToCommand,
    /// <summary>Twenty-one days over, and there is no commander whom the system may tell → supervisor.</summary>
    EscalateByHand,
    /// <summary>No activity for fourteen days and nothing that lies ahead → lead. Its date is the last activity's.</summary>
    Quiet,
    /// <summary>An action is due in three days or less → its owner in the department.</summary>
    ActionDueSoon,
    /// <summary>An action is overdue → its owner in the department.</summary>
    ActionOverdue,
    /// <summary>An action is due in three days or less → its owner outside.</summary>
    PartnerDueSoon,
    /// <summary>An action is overdue → its owner outside.</summary>
    PartnerOverdue,
    /// <summary>The owner outside was reminded in vain → lead.</summary>
    ActionUnanswered,
    /// <summary>An action is overdue and there is nobody who could be reminded → lead.</summary>
    ActionUnreachable,
    /// <summary>The owner outside said no → lead. Its date is the answer's.</summary>
    ActionDeclined,
    /// <summary>Six months after closing: did it hold? → lead. Its date is the day on which the check is due.</summary>
    FollowUp,
    /// <summary>A request has waited for three days → whoever may decide. Its date is the day on which it was asked.</summary>
    ApprovalWaiting,
}

/// <summary>How high the ladder of a stage's due date has climbed, lowest first: who was told that it is late.</summary>
public enum EscalationLevel
{
    NotReminded, RemindedBefore, RemindedOnDueDate, RemindedOverdue, EscalatedToSupervisor,
    SupervisorAskedToEscalate, EscalatedToCommander
}

/// <summary>What the rungs have in common, and how each is said.</summary>
public static class Rungs
{
    /// <summary>What climbed above the lead: told apart from everybody's own work.</summary>
    public static bool IsEscalation(this Rung rung) => rung is Rung.Escalated or Rung.EscalatedToCommand or Rung.EscalateByHand;

    /// <summary>For somebody outside the department: of these an action has two in its whole life.</summary>
    public static bool IsForPartner(this Rung rung) => rung is Rung.PartnerDueSoon or Rung.PartnerOverdue;

    public static bool IsAboutAction(this Rung rung) =>
        rung is Rung.ActionDueSoon or Rung.ActionOverdue or Rung.PartnerDueSoon or Rung.PartnerOverdue
        or Rung.ActionUnanswered or Rung.ActionUnreachable or Rung.ActionDeclined;

    /// <summary>The rungs of the same small ladder, itself among them: a new one takes the place of an older one in a list.</summary>
    public static IReadOnlyList<Rung> OfTheSameLadder(this Rung rung) => rung switch
    {
        Rung.DueSoon or Rung.DueToday or Rung.Overdue => [Rung.DueSoon, Rung.DueToday, Rung.Overdue],
        Rung.ActionDueSoon or Rung.ActionOverdue => [Rung.ActionDueSoon, Rung.ActionOverdue],
        Rung.PartnerDueSoon or Rung.PartnerOverdue => [Rung.PartnerDueSoon, Rung.PartnerOverdue],
        _ => [rung],
    };

    /// <summary>One or two sentences that go after a problem's number; they never name a stakeholder.</summary>
    /// <param name="date">The nudge's own.</param>
    /// <param name="stage">The stage that the problem is in; null where the reader may not know.</param>
    /// <param name="action">The action's description, where it is about one.</param>
    public static string Sentence(this Rung rung, DateOnly date, DateOnly today, Stage? stage = null, string? action = null)
    {
        var theAction = action is null ? "An action" : $"“{action}”";
        var theStage = stage is { } at && at != Stage.Closed ? Wording.Of(at) : "The stage";
        return rung switch
        {
            Rung.DueSoon or Rung.DueToday => $"{theStage} {Due(date, today)}.",
            Rung.Overdue => $"{theStage} {Due(date, today)}. Take the next step, or ask for more time.",
            Rung.Escalated => $"{theStage} {Due(date, today)}. You are told because it is a week over.",
            Rung.EscalatedToCommand => $"{theStage} {Due(date, today)}. You are told because it is three weeks over.",
            Rung.EscalateByHand =>
                $"{theStage} {Due(date, today)}. It is three weeks over, and its commander can't be told from here: pass it on yourself.",
            Rung.Quiet => $"Nothing has been done since {Written(date)}. Take the next step, or ask for a hold.",
            Rung.ActionDueSoon or Rung.ActionOverdue => $"{theAction} {Due(date, today)}.",
            Rung.PartnerDueSoon or Rung.PartnerOverdue => $"Your action {theAction} {Due(date, today)}.",
            Rung.ActionUnanswered => $"{theAction} {Due(date, today)}. Its owner was reminded and has not reported it done: talk to them.",
            Rung.ActionUnreachable =>
                $"{theAction} {Due(date, today)}, and nobody could be reminded: talk to its owner, or give it another one.",
            Rung.ActionDeclined =>
                $"{theAction} was declined by its owner on {Written(date)}. Agree on something else, or give it another owner.",
            Rung.FollowUp =>
                $"It was closed six months before {Written(date)}. Look whether the result has held, and write down what you find.",
            Rung.ApprovalWaiting => $"A request for approval has waited since {Written(date)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(rung), rung, null),
        };
    }

    private static string Due(DateOnly date, DateOnly today) => (date.DayNumber - today.DayNumber) switch
    {
        0 => $"is due today, {Written(date)}",
        1 => $"is due tomorrow, {Written(date)}",
        > 1 and var days => $"is due on {Written(date)}, in {days} days",
        -1 => $"was due yesterday, {Written(date)}",
        var days => $"was due on {Written(date)}, {-days} days ago",
    };

    private static string Written(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
