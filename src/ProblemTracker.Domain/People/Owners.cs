namespace ProblemTracker.Domain;

/// <summary>What an owner outside the police says to an action.</summary>
public enum OwnerAnswer { Accepted, Declined }

/// <summary>
/// What may happen between the team and an owner outside the police, and when. The sentences about answering and reporting are read by the
/// owner.
/// </summary>
public static class OwnerRules
{
    /// <summary>What stands against accepting or declining; null if nothing does. A first answer may be changed.</summary>
    /// <param name="reportedDoneOn">When the owner says it was done; null unless the team has still to look at it.</param>
    public static Shortfall? BeforeAnswering(ActionStatus status, DateOnly? reportedDoneOn) =>
        AlreadyFinished(status) ?? (reportedDoneOn is null ? null
            : new("action.reported",
                "This was reported done. The police team looks at it and confirms it, or comes back to you.", "answer"));

    /// <summary>What stands against reporting it done. No answer before is needed, but what was declined is accepted first.</summary>
    public static Shortfall? BeforeReporting(ActionStatus status, OwnerAnswer? answer, DateOnly? reportedDoneOn) =>
        AlreadyFinished(status) ?? (reportedDoneOn is not null
                ? new("action.reported",
                    "This was reported done already. The police team looks at it and confirms it, or comes back to you.", "doneOn")
            : answer == OwnerAnswer.Declined
            ? new("action.declined", "This was declined. Accept it first, then report it done.", "doneOn") : null);

    /// <summary>What stands against confirming or returning a report, in words for the team.</summary>
    public static Shortfall? BeforeDeciding(ActionStatus status, DateOnly? reportedDoneOn) =>
        status == ActionStatus.Planned && reportedDoneOn is not null ? null
            : new("action.notReported",
                "The owner has not reported this action done, so there is nothing to confirm or return.", "reportedDoneOn");

    /// <summary>Late for its owner: what is reported done waits for the team.</summary>
    public static bool IsOverdue(ActionStatus status, DateOnly? dueOn, DateOnly? reportedDoneOn, DateOnly today) =>
        status == ActionStatus.Planned && reportedDoneOn is null && dueOn < today;

    private static Shortfall? AlreadyFinished(ActionStatus status) => status switch
    {
        ActionStatus.Done => new("action.done", "This is done and confirmed. Nothing more is needed.", "status"),
        ActionStatus.Dropped => new("action.dropped", "The police team has dropped this. Nothing more is needed.", "status"),
        _ => null,
    };
}
