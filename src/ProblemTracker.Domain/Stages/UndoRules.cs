namespace ProblemTracker.Domain;

/// <summary>
/// A decision takes effect at once, and whoever made it can take it back for a minute. What would tell others waits that long.
/// </summary>
public static class UndoRules
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(1);

    /// <summary>Emails and webhooks wait a little longer, so that none is sent while an undo is being saved.</summary>
    public static readonly TimeSpan SettledAfter = Time + TimeSpan.FromSeconds(5);

    /// <summary>The event of the audit that records an undo.</summary>
    public const string Undone = "decision.undone";

    /// <summary>Whether an event of the audit is a decision that can be undone: a move, a start, an extension or a hold.</summary>
    public static bool IsDecision(string auditEvent) =>
        auditEvent is "problem.stage" or "response.started" or "deadline.extended" or "problem.held";

    /// <summary>Whether an event of the audit builds on what was before it. Reading, watching and reminders don't.</summary>
    public static bool BuildsOn(string auditEvent) =>
        auditEvent is not ("problem.viewed" or "problem.printed" or "list.exported" or "problem.watched")
        && !auditEvent.StartsWith("nudge.", StringComparison.Ordinal);
}
