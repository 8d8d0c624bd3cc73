namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_StepIndicator</c>.</summary>
/// <param name="Current">Where the problem stands.</param>
/// <param name="DueOn">When the stage is due; null for none.</param>
/// <param name="IsOverdue">Whether that date has passed.</param>
/// <param name="Done">Stages that were gone through; by default all before the current one. A problem that was closed early names
/// them.</param>
public sealed record Steps(Stage Current, DateOnly? DueOn = null, bool IsOverdue = false, IReadOnlyCollection<Stage>? Done = null)
{
    public bool IsDone(Stage stage) => Done?.Contains(stage) ?? stage < Current;
}

/// <summary>Model of <c>_Shortfalls</c>.</summary>
/// <param name="Next">The gate in front of the problem.</param>
/// <param name="Items">What is missing; empty when the gate is open.</param>
public sealed record Missing(Gate Next, IReadOnlyList<MissingItem> Items)
{
    public string Heading => Next switch
    {
        Gate.Start => "Requirements before the response can start",
        Gate.Closed => "Requirements before closing",
        _ => $"Requirements before {Next}",
    };

    public string NothingMissing => Next switch
    {
        Gate.Start => "All requirements are met. A supervisor who does not lead this problem can start the response.",
        Gate.Closed => "All requirements are met. The problem can be closed.",
        _ => $"All requirements are met. The problem can move to {Next}.",
    };
}

/// <param name="Sentence">What to do, in an officer's words.</param>
/// <param name="Href">The page and anchor of the field that cures it; null where there is no single one.</param>
public sealed record MissingItem(string Sentence, string? Href);

/// <summary>Model of <c>_Pager</c>.</summary>
/// <param name="Shown">Rows on this page.</param>
/// <param name="Total">Rows in all, or the cap up to which they were counted.</param>
/// <param name="NextHref">The next page; null on the last.</param>
/// <param name="FirstHref">The first page; null when this is it.</param>
public sealed record Pager(int Shown, int Total, bool TotalIsCapped, string? NextHref, string? FirstHref = null);

/// <summary>Model of <c>_EmptyState</c>: why there is nothing, and what to do about it.</summary>
public sealed record EmptyState(string Text, string? LinkText = null, string? Href = null);

/// <summary>One entry of <c>_Timeline</c>.</summary>
/// <param name="At">When it happened, already in the agency's time zone.</param>
/// <param name="What">What happened, in a few words.</param>
/// <param name="Who">Who did it; null for the system.</param>
/// <param name="Detail">The note or reason, kept with its line breaks.</param>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Who, string? Detail = null);
