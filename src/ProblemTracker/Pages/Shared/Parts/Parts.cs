using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_StepIndicator</c>.</summary>
/// <param name="Current">The problem's stage.</param>
/// <param name="DueOn">When the stage is due; null for no due date.</param>
/// <param name="IsOverdue">Whether the stage is overdue.</param>
/// <param name="Done">Completed stages; by default all before the current one. Set for a problem that was closed early.</param>
public sealed record Steps(
    Stage Current, DateOnly? DueOn = null, bool IsOverdue = false, IReadOnlyCollection<Stage>? Done = null, string? DueRule = null,
    string? State = null)
{
    public bool IsDone(Stage stage) => Done?.Contains(stage) ?? stage < Current;
}

/// <summary>Model of <c>_Shortfalls</c>.</summary>
/// <param name="Next">The problem's next gate.</param>
/// <param name="Items">Requirements that are not met; empty if all are.</param>
/// <param name="Doubts">Questions about answers that meet their requirement; they block nothing.</param>
/// <param name="Shown">How many requirements are shown before the rest folds.</param>
public sealed record Missing(
    Gate Next, IReadOnlyList<MissingItem> Items, IReadOnlyList<MissingItem> Doubts, int Shown = int.MaxValue)
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

/// <param name="Sentence">What to do to meet the requirement.</param>
/// <param name="Href">The page and anchor of the field to fill in; null if there is no single field.</param>
public sealed record MissingItem(string Sentence, string? Href);

/// <summary>Model of <c>_Pager</c>.</summary>
/// <param name="Shown">Rows on this page.</param>
/// <param name="Total">Total number of rows, or the cap at which counting stopped.</param>
/// <param name="NextHref">The next page; null on the last page.</param>
/// <param name="FirstHref">The first page; null on the first page.</param>
public sealed record Pager(int Shown, int Total, bool TotalIsCapped, string? NextHref, string? FirstHref = null);

/// <summary>Model of <c>_EmptyState</c>: why the list is empty, and a link to the next step.</summary>
public sealed record EmptyState(string Text, string? LinkText = null, string? Href = null);

/// <summary>One entry of <c>_Timeline</c>.</summary>
/// <param name="At">When it happened, already in the agency's time zone.</param>
/// <param name="What">What happened, in a few words.</param>
/// <param name="Who">Who did it; null for the system.</param>
/// <param name="Detail">The note or reason, shown with its line breaks.</param>
/// <param name="Files">The photos and documents of a note; null for none.</param>
/// <param name="Added">Files that were added without a note, to be named; null for none.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, string What, string? Who, string? Detail = null, Gallery? Files = null,
    IReadOnlyList<FileDetails>? Added = null);
