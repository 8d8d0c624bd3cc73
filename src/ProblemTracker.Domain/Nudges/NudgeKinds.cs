using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>Why someone gets a nudge. A nudge's date is the due date it is about, unless its kind says otherwise here.</summary>
public enum NudgeKind
{
    /// <summary>The stage is due within three days → lead.</summary>
    DueSoon,
    /// <summary>The stage is due today → lead.</summary>
    DueToday,
    /// <summary>The stage is overdue; repeats every week → lead. The occurrence is the number of full weeks overdue.</summary>
    Overdue,
    /// <summary>Seven days overdue → supervisor.</summary>
    EscalatedToSupervisor,
    /// <summary>Twenty-one days overdue → commander.</summary>
    EscalatedToCommander,
    /// <summary>Twenty-one days overdue, and there is no commander the system may notify → supervisor.</summary>
    SupervisorAskedToEscalate,
    /// <summary>No activity for fourteen days and no date ahead → lead. Its date is the date of the last activity.</summary>
    NoActivity,
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
    RequestWaiting,
    /// <summary>A commitment to residents is due within three days → its owner.</summary>
    CommitmentDueSoon,
    /// <summary>A commitment to residents is overdue → its owner.</summary>
    CommitmentOverdue,
}

/// <summary>How far reminders and escalations about a stage's due date have gone, lowest first.</summary>
public enum EscalationLevel
{
    NotReminded, RemindedBefore, RemindedOnDueDate, RemindedOverdue, EscalatedToSupervisor,
    SupervisorAskedToEscalate, EscalatedToCommander
}

/// <summary>What the kinds have in common, and the sentence for each.</summary>
public static class NudgeKinds
{
    /// <summary>Escalations go above the lead officer and are shown apart from a reader's own work.</summary>
    public static bool IsEscalation(this NudgeKind kind) => kind is NudgeKind.EscalatedToSupervisor or NudgeKind.EscalatedToCommander
        or NudgeKind.SupervisorAskedToEscalate;

    /// <summary>The kinds that go to the lead.</summary>
    public static readonly IReadOnlyList<NudgeKind> ForLead =
    [
        NudgeKind.DueSoon, NudgeKind.DueToday, NudgeKind.Overdue, NudgeKind.NoActivity, NudgeKind.ActionUnanswered,
        NudgeKind.ActionUnreachable, NudgeKind.ActionDeclined, NudgeKind.FollowUp,
    ];

    /// <summary>The kinds that go to an action's owner in the department.</summary>
    public static readonly IReadOnlyList<NudgeKind> ForActionOwner = [NudgeKind.ActionDueSoon, NudgeKind.ActionOverdue];

    /// <summary>For someone outside the department, who gets at most two of these per action.</summary>
    public static bool IsForPartner(this NudgeKind kind) => kind is NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue;

    public static bool IsAboutAction(this NudgeKind kind) =>
        kind is NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue or NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue
        or NudgeKind.ActionUnanswered or NudgeKind.ActionUnreachable or NudgeKind.ActionDeclined;

    /// <summary>About a commitment to residents, and so about no problem.</summary>
    public static bool IsAboutCommitment(this NudgeKind kind) =>
        kind is NudgeKind.CommitmentDueSoon or NudgeKind.CommitmentOverdue;

    /// <summary>The rungs of the same small ladder, including this one. In lists, a new nudge replaces an older one of these.</summary>
    public static IReadOnlyList<NudgeKind> OfTheSameLadder(this NudgeKind kind) => kind switch
    {
        NudgeKind.DueSoon or NudgeKind.DueToday or NudgeKind.Overdue => [NudgeKind.DueSoon, NudgeKind.DueToday, NudgeKind.Overdue],
        NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue => [NudgeKind.ActionDueSoon, NudgeKind.ActionOverdue],
        NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue => [NudgeKind.PartnerDueSoon, NudgeKind.PartnerOverdue],
        NudgeKind.CommitmentDueSoon or NudgeKind.CommitmentOverdue => [NudgeKind.CommitmentDueSoon, NudgeKind.CommitmentOverdue],
        _ => [kind],
    };

    /// <summary>One or two sentences to follow a problem's number. They never name a stakeholder.</summary>
    /// <param name="date">The nudge's date.</param>
    /// <param name="stage">The problem's stage; null if the reader may not know it.</param>
    /// <param name="action">The description of the action or commitment, if the nudge is about one.</param>
    public static string Sentence(this NudgeKind kind, DateOnly date, DateOnly today, Stage? stage = null, string? action = null)
    {
        var theAction = action is null ? "An action" : $"“{action}”";
        var theStage = stage is { } at && at != Stage.Closed ? Wording.Of(at) : "The stage";
        return kind switch
        {
            NudgeKind.DueSoon or NudgeKind.DueToday => $"{theStage} {DueWords.Due(date, today)}.",
            NudgeKind.Overdue => $"{theStage} {DueWords.Due(date, today)}. Take the next step or request an extension.",
            NudgeKind.EscalatedToSupervisor =>
                $"{theStage} {DueWords.Due(date, today)}. Escalated to you after {Ladder.DaysToSupervisor} days overdue.",
            NudgeKind.EscalatedToCommander =>
                $"{theStage} {DueWords.Due(date, today)}. Escalated to you after {Ladder.DaysToCommander} days overdue.",
            NudgeKind.SupervisorAskedToEscalate =>
                $"{theStage} {DueWords.Due(date, today)}. The tracker can't escalate this to the commander: inform command staff yourself.",
            NudgeKind.NoActivity => $"No activity since {Written(date)}. Take the next step or request a hold.",
            NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue => $"{theAction} {DueWords.Due(date, today)}.",
            NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue =>
                $"Your action{(action is null ? "" : $" “{action}”")} {DueWords.Due(date, today)}.",
            NudgeKind.ActionUnanswered =>
                $"{theAction} {DueWords.Due(date, today)}. The owner was reminded but has not reported it done. Contact them.",
            NudgeKind.ActionUnreachable =>
                $"{theAction} {DueWords.Due(date, today)}. We could not email the owner. Contact them or assign another owner.",
            NudgeKind.ActionDeclined =>
                $"{theAction} was declined {ActionWords.ByItsOwner(date)}. Agree on another action or owner.",
            NudgeKind.FollowUp =>
                $"The six-month follow-up {DueWords.Due(date, today)}. Check whether the result was sustained and record it.",
            NudgeKind.CommitmentDueSoon or NudgeKind.CommitmentOverdue =>
                $"{(action is null ? "A commitment" : $"“{action}”")} {DueWords.Due(date, today)}.",
            NudgeKind.RequestWaiting => $"A request has been waiting for a decision since {Written(date)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static string Written(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
