using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using ProblemTracker.Files;
using ProblemTracker.Pages.Shared;
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

    /// <summary>The language that the address chooses; null if it chooses none.</summary>
    public virtual string? Lang => null;

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

    /// <summary>Model of <c>_FileInputs</c> for photos, in the reader's language.</summary>
    /// <param name="id">Of the input.</param>
    /// <param name="errorKey">Whose errors it shows.</param>
    public static FileInputs PhotoInputs(string id, string errorKey, string label, IStringLocalizer<OwnerTexts> words) =>
        new(id, label, errorKey, PhotoMegabytes, PhotosOnly: true)
        {
            Take = words["Photos.Take"],
            Hint = words["Photos.Hint", PhotoMegabytes],
        };

    private const int PhotoMegabytes = PictureUpload.Largest / 1024 / 1024;

    /// <summary>The address of a photo.</summary>
    public abstract string PhotoAddress(long photoId);

    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    public string Time(DateTimeOffset at) => DateText.TimeIn(Languages.Current, TimeZoneInfo.ConvertTime(at, _zone));

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
    private static string State(IStringLocalizer<OwnerTexts> words, ActionStatus status, DateOnly? doneOn, OwnerAnswer? answer,
        DateOnly? reportedDoneOn, string? returnedReason) => status switch
        {
            ActionStatus.Done when doneOn is { } done => words["State.DoneOn", DateText.DateIn(Languages.Current, done)],
            ActionStatus.Done => words["State.Done"],
            ActionStatus.Dropped => words["State.Dropped"],
            _ when reportedDoneOn is { } reported => words["State.Reported", DateText.DateIn(Languages.Current, reported)],
            _ when answer == OwnerAnswer.Declined => words["State.Declined"],
            _ when returnedReason is not null => words["State.Returned"],
            _ when answer == OwnerAnswer.Accepted => words["State.Accepted"],
            _ => words["State.Waiting"],
        };

    /// <summary>For how many days an overdue action has been so.</summary>
    public static string Overdue(IStringLocalizer<OwnerTexts> words, LinkDetails action) =>
        (action.Today.DayNumber - action.DueOn!.Value.DayNumber) is var days && days == 1 ? words["Overdue.One"]
            : words["Overdue.Days", days];

    public static string State(IStringLocalizer<OwnerTexts> words, PartnerAction action) =>
        State(words, action.Status, action.DoneOn, action.OwnerAnswer, action.ReportedDoneOn, action.ReturnedReason);

    public static string State(IStringLocalizer<OwnerTexts> words, LinkDetails action) =>
        State(words, action.Status, action.DoneOn, action.OwnerAnswer, action.ReportedDoneOn, action.ReturnedReason);
}
