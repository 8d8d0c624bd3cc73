using System.Globalization;
using System.Text;

namespace ProblemTracker.Domain;

/// <summary>Plain-English labels for pages and reports.</summary>
public static class Wording
{
    private static readonly Dictionary<Enum, string> Overrides = new()
    {
        [ClosingReason.ReasonableEffortSomeBenefit] = "Reasonable effort with some benefit",
        [ClosingReason.Duplicate] = "Duplicate of another problem",
        [FileKind.Picture] = "Photo",
        [FileKind.Pdf] = "PDF",
        [FileKind.Word] = "Word document",
        [FileKind.Excel] = "Excel workbook",
        [FileKind.PowerPoint] = "PowerPoint presentation",
        [UpdateKind.NoteWritten] = "Note written, file added, site checklist filled, linked incidents or public page changed",
        [UpdateKind.ResidentWrote] = "Reporter of a concern wrote",
        [Gate.Start] = "Start of the response",
        [RequestKind.Start] = "Start response",
        [RequestKind.Closing] = "Early closure",
        [Role.Partner] = "Partner agency or business",
        [Role.Command] = "Command staff",
        [ProblemSource.Command] = "Command staff",
        [ProblemSource.Partner] = "Partner agency or business",
        [TriangleSide.Target] = "Target or victim",
        [StakeholderRole.OffendersHandler] = "Offender's handler",
        [Channel.Email] = "Email",
        [ConcernChannel.Counter] = "At the counter",
        [ConcernChannel.Patrol] = "On patrol",
        [ConcernChannel.Meeting] = "At a meeting or event",
        [Channel.Mail] = "Postal mail",
        [ConsentScope.OwnActions] = "Emails about their own actions",
        [ConsentScope.WholeProblem] = "Emails about the whole problem",
        [Likeness.SamePhone] = "Same phone number",
        [Likeness.SameEmail] = "Same email address",
        [Likeness.NearName] = "Similar name",
        [EscalationLevel.NotReminded] = "No reminder sent",
        [EscalationLevel.RemindedBefore] = "Reminded before the due date",
        [EscalationLevel.RemindedOnDueDate] = "Reminded on the due date",
        [EscalationLevel.RemindedOverdue] = "Reminded when overdue",
        [EscalationLevel.SupervisorAskedToEscalate] = "Supervisor asked to inform command staff",
        [NudgeKind.DueSoon] = "Due within three days",
        [NudgeKind.DueToday] = "Due today",
        [NudgeKind.EscalatedToSupervisor] = "Escalated to supervisor",
        [NudgeKind.EscalatedToCommander] = "Escalated to commander",
        [NudgeKind.SupervisorAskedToEscalate] = "Supervisor asked to inform command staff",
        [NudgeKind.PartnerDueSoon] = "Action of a partner due soon",
        [NudgeKind.PartnerOverdue] = "Action of a partner overdue",
        [NudgeKind.ActionUnanswered] = "Action not reported done",
        [NudgeKind.ActionUnreachable] = "Owner of an action unreachable",
        [NudgeKind.FollowUp] = "Six-month follow-up",
        [NudgeKind.RequestWaiting] = "Request waiting for a decision",
        [ActionOwner.Partner] = "Partner agency or business",
        [ActionOwner.Unassigned] = "No owner",
        [MeasureKind.Calls] = "Calls for service",
        [EvaluationDesign.BeforeAfter] = "Before and after",
        [EvaluationDesign.BeforeAfterWithControl] = "Before and after, with a control area",
        [EvaluationDesign.TimeSeriesWithControl] = "Time series, with a control area",
        [VerdictOrigin.AsComputed] = "As its rule says",
        [VerdictOrigin.Differs] = "Differs from its rule",
        [TestCell.Response] = "Response area",
        [TestCell.Control] = "Control area",
        [TestCell.Ring] = "Ring around the response area",
        [TestCell.ControlRing] = "Ring around the control area",
        [TestMeasure.Survey] = "Survey answers",
        [TestMeasure.Checklist] = "Site checklist",
        [TestMeasure.Numbers] = "Numbers from elsewhere",
        [TestStatistic.BeforeAfter] = "Before and after",
        [TestStatistic.AgainstControl] = "Before and after, compared with the control area",
        [TestStatistic.Displacement] = "Weighted displacement difference",
        [TestStatistic.LevelChange] = "Change of level in the monthly series",
        [FollowUpFinding.Sustained] = "Sustained",
        [FollowUpFinding.Recurred] = "Recurred",
        [FollowUpFinding.Unknown] = "Unknown",
        [FollowUpStep.Recorded] = "Follow-up recorded",
        [FollowUpStep.Waiting] = "Follow-up overdue",
        [FollowUpStep.NotYetDue] = "Follow-up not yet due",
        [SurveyComponent.Involvement] = "Community involvement",
        [SurveyComponent.Procedural] = "Procedural justice",
        [SurveyComponent.Contact] = "Contact and satisfaction",
        [SurveyArea.Response] = "Response area",
        [SurveyArea.Control] = "Control area",
        [SurveyMode.Slip] = "Slips",
        [SurveyMode.Poster] = "Poster",
        [SurveyMode.Tablet] = "Tablet at the door",
        [EvidencePanel.Months] = "By month",
        [EvidencePanel.Season] = "By month of the year",
        [EvidencePanel.Hours] = "By hour and weekday",
        [EvidencePanel.Hexagons] = "Map",
        [EvidencePanel.TimeBetween] = "Time between incidents",
        [CitedField.Community] = "Scanning, community",
        [CitedField.Expectation] = "Scanning, expectation",
        [CitedField.Recurring] = "Scanning, recurring",
        [CitedField.Similarity] = "Scanning, similarity",
        [CitedField.HowOften] = "Scanning, how often",
        [CitedField.Target] = "Analysis, target or victim",
        [CitedField.Place] = "Analysis, place",
        [CitedField.Baseline] = "Analysis, baseline",
        [CarriedOut.Fully] = "Carried out fully",
        [CarriedOut.Partly] = "Carried out partly",
        [CarriedOut.Not] = "Not carried out",
    };

    /// <summary>A label such as "Use place managers": the name in words, or an override. An unnamed value gives its number.</summary>
    public static string Of(Enum value) => Overrides.TryGetValue(value, out var wording) ? wording : InWords(value.ToString());

    /// <summary><c>Jun 1, 2025 to Aug 31, 2025</c>; null if both ends are missing.</summary>
    public static string? Of(Period period) => period switch
    {
        { From: { } from, To: { } to } => $"{Date(from)} to {Date(to)}",
        { From: { } from } => $"from {Date(from)}",
        { To: { } to } => $"until {Date(to)}",
        _ => null,
    };

    private static string Date(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary>A name in words: <c>TargetDate</c> is <c>Target date</c>.</summary>
    public static string InWords(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (words.Length > 0 && char.IsUpper(letter)) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(letter);
        }
        return words.ToString();
    }
}
