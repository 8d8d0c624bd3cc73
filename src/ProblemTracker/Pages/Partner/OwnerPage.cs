using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Partner;

/// <summary>
/// A page where an owner outside the department works on one action, by account or by link. <c>_OwnerForms</c> renders its forms.
/// </summary>
public abstract class OwnerPage : PageModel
{
    public sealed class DeclineForm
    {
        public string? Reason { get; set; }
    }

    public sealed class DoneForm
    {
        public DateOnly? DoneOn { get; set; }
        public string? Note { get; set; }
    }

    public sealed class CommentForm
    {
        public string Text { get; set; } = "";
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DeclineForm Decline { get; set; } = new();

    [BindProperty]
    public DoneForm Report { get; set; } = new();

    [BindProperty]
    public CommentForm Say { get; set; } = new();

    /// <summary>False for a link, whose address itself is the secret.</summary>
    public abstract bool HasSession { get; }

    /// <summary>Whether the owner can still act on it: the action is planned and its problem is open.</summary>
    public bool IsOpen { get; protected set; }
    public OwnerAnswer? Answer { get; protected set; }
    public string? AnswerReason { get; protected set; }
    public DateOnly? ReportedDoneOn { get; protected set; }
    public string? ReturnedReason { get; protected set; }
    public IReadOnlyList<CommentDetails> Comments { get; protected set; } = [];
    public IReadOnlyList<PhotoDetails> Photos { get; protected set; } = [];

    /// <summary>The caption of new photos.</summary>
    [BindProperty]
    public string? Caption { get; set; }

    /// <summary>Whether photos can be added: the problem is open and there is room.</summary>
    public bool MayAttach { get; private set; }

    /// <summary>The address of a photo.</summary>
    public abstract string PhotoAddress(long photoId);

    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    public string Time(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, _zone));

    protected void Show(TimeZoneInfo zone, DateOnly today, ActionStatus status, OwnerAnswer? answer, string? reason, DateOnly? reported,
        string? returned, bool isClosed, IReadOnlyList<CommentDetails> comments, IReadOnlyList<PhotoDetails> photos)
    {
        (Photos, MayAttach) = (photos, !isClosed && photos.Count < AttachPhoto.Most);
        (_zone, Answer, AnswerReason, ReportedDoneOn, ReturnedReason, Comments) = (zone, answer, reason, reported, returned, comments);
        IsOpen = status == ActionStatus.Planned && !isClosed;
        Report.DoneOn ??= today;
    }
}

/// <summary>The status of an action, in words for its owner.</summary>
internal static class OwnerWords
{
    public static string State(ActionStatus status, DateOnly? doneOn, OwnerAnswer? answer, DateOnly? reportedDoneOn,
        string? returnedReason) => status switch
        {
            ActionStatus.Done => $"Done {(doneOn is { } done ? DateText.Date(done) : "")}".TrimEnd(),
            ActionStatus.Dropped => "No longer needed",
            _ when reportedDoneOn is { } reported => $"Reported done {DateText.Date(reported)}. The police team will confirm it.",
            _ when answer == OwnerAnswer.Declined => "Declined",
            _ when returnedReason is not null => "Returned to you",
            _ when answer == OwnerAnswer.Accepted => "Accepted",
            _ => "Waiting for your answer",
        };

    public static string State(PartnerAction action) =>
        State(action.Status, action.DoneOn, action.OwnerAnswer, action.ReportedDoneOn, action.ReturnedReason);
}
