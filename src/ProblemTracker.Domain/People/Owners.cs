namespace ProblemTracker.Domain;

/// <summary>The answer of an owner outside the police to an action.</summary>
public enum OwnerAnswer { Accepted, Declined }

/// <summary>
/// When an owner outside the police may answer or report on an action, and when the team may decide on the report. The owner reads the
/// messages about answering and reporting.
/// </summary>
public static class OwnerRules
{
    /// <summary>Why the owner can't accept or decline; null if they can. They may change an earlier answer.</summary>
    /// <param name="reportedDoneOn">When the owner says it was done; null if no report is waiting for the team.</param>
    public static Shortfall? BeforeAnswering(ActionStatus status, DateOnly? reportedDoneOn) =>
        AlreadyFinished(status) ?? (reportedDoneOn is null ? null
            : new("action.reported", "This action was already reported done. The police team will confirm it or contact you.", "answer"));

    /// <summary>
    /// Why the owner can't report it done; null if they can. They need no earlier answer, but must first accept an action they declined.
    /// </summary>
    public static Shortfall? BeforeReporting(ActionStatus status, OwnerAnswer? answer, DateOnly? reportedDoneOn) =>
        AlreadyFinished(status) ?? (reportedDoneOn is not null
            ? new("action.reported", "This action was already reported done. The police team will confirm it or contact you.", "doneOn")
            : answer == OwnerAnswer.Declined
            ? new("action.declined", "This action was declined. Accept it first, then report it done.", "doneOn") : null);

    /// <summary>Why the team can't confirm or return a report; null if it can. The team reads the message.</summary>
    public static Shortfall? BeforeDeciding(ActionStatus status, DateOnly? reportedDoneOn) =>
        status == ActionStatus.Planned && reportedDoneOn is not null ? null
            : new("action.notReported",
                "The owner has not reported this action done, so there is nothing to confirm or return.", "reportedDoneOn");

    /// <summary>
    /// Overdue for its owner. An action that its owner declined or reported done waits for the team, and a closed problem waits for nobody,
    /// so neither is overdue.
    /// </summary>
    public static bool IsOverdue(
        ActionStatus status, DateOnly? dueOn, DateOnly? reportedDoneOn, OwnerAnswer? answer, Stage problem, DateOnly today) =>
        status == ActionStatus.Planned && reportedDoneOn is null && answer != OwnerAnswer.Declined && problem != Stage.Closed
            && dueOn < today;

    private static Shortfall? AlreadyFinished(ActionStatus status) => status switch
    {
        ActionStatus.Done => new("action.done", "This action is done and confirmed. You don't need to do anything else.", "status"),
        ActionStatus.Dropped => new("action.dropped", "The police team dropped this action. You don't need to do anything else.", "status"),
        _ => null,
    };
}
