using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Why someone gets a nudge. A nudge's date is the due date it is about, unless its rung says otherwise here.</summary>
public enum Rung
{
    /// <summary>The stage is due within three days → lead.</summary>
    DueSoon,
    /// <summary>The stage is due today → lead.</summary>
    DueToday,
    /// <summary>The stage is overdue; repeats every week → lead. The occurrence is the number of full weeks overdue.</summary>
    Overdue,
    /// <summary>Seven days overdue → supervisor.</summary>
    Escalated,
    /// <summary>Twenty-one days overdue → commander.</summary>
    EscalatedToCommand,
    /// <summary>Twenty-one days overdue, and there is no commander the system may notify → supervisor.</summary>
    EscalateByHand,
    /// <summary>No activity for fourteen days and no date ahead → lead. Its date is the date of the last activity.</summary>
    Quiet,
    /// <summary>An action is due within three days → its owner in the department.</summary>
    ActionDueSoon,
    /// <summary>An action is overdue → its owner in the department.</summary>
    ActionOverdue,
    /// <summary>An action is due within three days → its owner outside.</summary>
    PartnerDueSoon,
    /// <summary>An action is overdue → its owner outside.</summary>
    PartnerOverdue,
    /// <summary>The owner outside was reminded but has not reported the action done → lead.</summary>
    ActionUnanswered,
    /// <summary>An action is overdue and there is no one to remind → lead.</summary>
    ActionUnreachable,
    /// <summary>The owner outside declined → lead. Its date is the date of the answer.</summary>
    ActionDeclined,
    /// <summary>The six-month follow-up is due → lead. Its date is the date on which the follow-up is due.</summary>
    FollowUp,
    /// <summary>A request has waited three days → those who may decide it. Its date is the date of the request.</summary>
    ApprovalWaiting,
}

/// <summary>How far reminders and escalations about a stage's due date have gone, lowest first.</summary>
public enum EscalationLevel
{
    NotReminded, RemindedBefore, RemindedOnDueDate, RemindedOverdue, EscalatedToSupervisor,
    SupervisorAskedToEscalate, EscalatedToCommander
}

/// <summary>What the rungs have in common, and the sentence for each.</summary>
public static class Rungs
{
    /// <summary>Escalations go above the lead officer and are shown apart from a reader's own work.</summary>
    public static bool IsEscalation(this Rung rung) => rung is Rung.Escalated or Rung.EscalatedToCommand or Rung.EscalateByHand;

    /// <summary>For someone outside the department, who gets at most two of these per action.</summary>
    public static bool IsForPartner(this Rung rung) => rung is Rung.PartnerDueSoon or Rung.PartnerOverdue;

    public static bool IsAboutAction(this Rung rung) =>
        rung is Rung.ActionDueSoon or Rung.ActionOverdue or Rung.PartnerDueSoon or Rung.PartnerOverdue
        or Rung.ActionUnanswered or Rung.ActionUnreachable or Rung.ActionDeclined;

    /// <summary>The rungs of the same small ladder, including this one. In lists, a new nudge replaces an older one of these.</summary>
    public static IReadOnlyList<Rung> OfTheSameLadder(this Rung rung) => rung switch
    {
        Rung.DueSoon or Rung.DueToday or Rung.Overdue => [Rung.DueSoon, Rung.DueToday, Rung.Overdue],
        Rung.ActionDueSoon or Rung.ActionOverdue => [Rung.ActionDueSoon, Rung.ActionOverdue],
        Rung.PartnerDueSoon or Rung.PartnerOverdue => [Rung.PartnerDueSoon, Rung.PartnerOverdue],
        _ => [rung],
    };

    /// <summary>One or two sentences to follow a problem's number. They never name a stakeholder.</summary>
    /// <param name="date">The nudge's date.</param>
    /// <param name="stage">The problem's stage; null if the reader may not know it.</param>
    /// <param name="action">The action's description, if the nudge is about one.</param>
    public static string Sentence(this Rung rung, DateOnly date, DateOnly today, Stage? stage = null, string? action = null)
    {
        var theAction = action is null ? "An action" : $"“{action}”";
        var theStage = stage is { } at && at != Stage.Closed ? Wording.Of(at) : "The stage";
        return rung switch
        {
            Rung.DueSoon or Rung.DueToday => $"{theStage} {Due(date, today)}.",
            Rung.Overdue => $"{theStage} {Due(date, today)}. Take the next step or request an extension.",
            Rung.Escalated => $"{theStage} {Due(date, today)}. Escalated to you after {Ladder.DaysToSupervisor} days overdue.",
            Rung.EscalatedToCommand => $"{theStage} {Due(date, today)}. Escalated to you after {Ladder.DaysToCommander} days overdue.",
            Rung.EscalateByHand =>
                $"{theStage} {Due(date, today)}. The tracker can't escalate this to the commander: inform command staff yourself.",
            Rung.Quiet => $"No activity since {Written(date)}. Take the next step or request a hold.",
            Rung.ActionDueSoon or Rung.ActionOverdue => $"{theAction} {Due(date, today)}.",
            Rung.PartnerDueSoon or Rung.PartnerOverdue => $"Your action{(action is null ? "" : $" “{action}”")} {Due(date, today)}.",
            Rung.ActionUnanswered =>
                $"{theAction} {Due(date, today)}. The owner was reminded but has not reported it done. Contact them.",
            Rung.ActionUnreachable =>
                $"{theAction} {Due(date, today)}. There was no one to remind: contact its owner or assign another one.",
            Rung.ActionDeclined =>
                $"The owner declined {(action is null ? "an action" : theAction)} on {Written(date)}. Agree on another action or owner.",
            Rung.FollowUp => $"The six-month follow-up {Due(date, today)}. Check whether the result was sustained and record it.",
            Rung.ApprovalWaiting => $"A request has been waiting for a decision since {Written(date)}.",
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
