using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Base of every page about one problem: its number, title and stage, as far as the reader may see them.</summary>
public abstract class CaseHeadPage(IMediator mediator) : PageModel
{
    private AgencyDay? _day;
    private ProblemHead _case = new();

    [FromRoute]
    public long Id { get; set; }

    public virtual ProblemHead Case => _case;

    protected IMediator Mediator => mediator;

    protected AgencyDay Day => _day!;

    /// <summary>Today in the agency's time zone.</summary>
    public DateOnly Today => _day!.Today;

    public IReadOnlySet<DateOnly> Holidays => _day!.Holidays;

    public bool IsClosed => Case.Stage == Stage.Closed;

    /// <summary>A subpage's title, such as <c>Team, P-2026-0042</c>.</summary>
    public string TitleOf(string page) => $"{page}, {Case.Number}";

    public DateTimeOffset Local(DateTimeOffset at) => _day!.Local(at);

    public string Time(DateTimeOffset at) => DateText.Time(Local(at));

    public string Date(DateTimeOffset at) => DateText.Date(DateOf(at));

    protected DateOnly DateOf(DateTimeOffset at) => _day!.DateOf(at);

    /// <summary>A closed problem shows the stages it went through, since one that was closed early skipped some.</summary>
    public Steps Steps => new(Case.Stage, Case.DueOn, Case.IsOverdue, IsClosed ? Case.Visited : null, DueRule,
        Case.Stage != Stage.Response ? null
            : Case.RunningSince is { } started ? $"running since {DateText.Date(started)}" : "planning");

    /// <summary>The rule that gives the due date; null if the page does not read that much.</summary>
    protected virtual string? DueRule => null;

    protected async Task Open(CancellationToken ct)
    {
        await ReadCase(ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }

    protected virtual async Task ReadCase(CancellationToken ct) => _case = await mediator.Send(new ReadProblemHead(Id), ct);

    /// <summary>Guards a page that is only a form.</summary>
    /// <exception cref="Forbidden">The reader lacks the permission. The message says who has it.</exception>
    protected void MustAllow(bool allowed, Permission permission)
    {
        if (allowed) return;
        throw IsClosed && permission != Permission.WriteNotes
            ? new Forbidden("This problem is closed. You can only add notes. Reopen it to change anything else.")
            : Forbidden.Needs(permission);
    }

    /// <summary>Moves the errors of a field of the message to the form field that stands for it.</summary>
    protected void MoveErrors(string from, string to)
    {
        if (!ModelState.TryGetValue(from, out var entry)) return;
        foreach (var error in entry.Errors.ToList()) ModelState.AddModelError(to, error.ErrorMessage);
        ModelState.Remove(from);
    }

    protected IActionResult Saved(string sentence, string? to = null)
    {
        TempData[Shell.Flash] = sentence;
        return Redirect(to ?? $"/problems/{Id}");
    }

    /// <summary>Like <see cref="Saved"/>, and offers to take the decision back.</summary>
    /// <param name="version">The problem's, after the decision.</param>
    protected IActionResult Decided(string sentence, int version)
    {
        TempData[Shell.Undo] = Shell.UndoOf(Id, version);
        return Saved(sentence);
    }
}

/// <summary>Base of the pages that also show worksheets, actions, stakeholders or the requirements before the next gate.</summary>
public abstract class CasePage(IMediator mediator) : CaseHeadPage(mediator)
{
    private FullProblem _case = new();

    public override FullProblem Case => _case;

    protected override string? DueRule => Case.DueRule;

    /// <summary>A warning if the planned test begins to count before the planned actions are done.</summary>
    public string? EarlyTest => Case.Response.Evaluation.Test is not { } test ? null : TestWords.Early(test, Case.Actions
        .Where(action => action is { Status: ActionStatus.Planned, UrgentSafetyMeasure: false }).Max(action => action.DueOn));

    protected override async Task ReadCase(CancellationToken ct) => _case = await Mediator.Send(new ReadProblem(Id), ct);

    /// <summary>An attached stakeholder's name, or the role if the reader may not see the name.</summary>
    public string Who(long? attachmentId) => Case.Stakeholders.FirstOrDefault(row => row.Id == attachmentId) switch
    {
        null => "Someone",
        { Name: { } name } => name,
        var hidden => $"{Wording.Of(hidden.Role)} (name not shown)",
    };

    /// <summary>The name that belongs to an id or a code in a record of changes; null if the page does not know it.</summary>
    public string? NameOf(string member, string value) => member == "categoryCode" ? NameOfCategory(value)
        : long.TryParse(value, CultureInfo.InvariantCulture, out var id) ? NameOf(member, id) : null;

    protected virtual string? NameOf(string member, long id) => member switch
    {
        "attachmentId" or "ownerAttachmentId" => Who(id),
        "ownerId" => Case.Actions.FirstOrDefault(action => action.OwnerId == id)?.Owner,
        _ => null,
    };

    protected virtual string? NameOfCategory(string code) => code == Case.CategoryCode ? Case.Category : code;

    public bool IsOverdue(ActionDetails action) =>
        OwnerRules.IsOverdue(action.Status, action.DueOn, action.ReportedDoneOn, action.OwnerAnswer, Case.Stage, Today);

    /// <summary>What became of an action so far, with the reason if it was declined or dropped.</summary>
    public string State(ActionDetails action)
    {
        var state = ActionWords.State(action.Status, action.DoneOn, action.ReportedDoneOn, action.OwnerAnswer,
            action.OwnerAnsweredAt is { } at ? DateOf(at) : null);
        var reason = action.Status == ActionStatus.Planned && action.ReportedDoneOn is null ? action.OwnerAnswerReason
            : action.DroppedReason;
        return reason is null ? state : $"{state}: {reason}";
    }

    public string Owner(ActionDetails action) =>
        action.Owner ?? (action.OwnerAttachmentId is { } attached ? Who(attached) : "No owner yet");

    /// <summary>Select options: the stakeholders attached now, and the chosen one even if detached.</summary>
    public IReadOnlyList<SelectListItem> Attached(long? chosen = null) =>
        [.. Case.Stakeholders.Where(row => row.DetachedAt is null || row.Id == chosen)
            .Select(row => new SelectListItem(
                $"{Who(row.Id)}{(row.IsHidden ? "" : $", {Wording.Of(row.Role).ToLowerInvariant()}")}", $"{row.Id}"))];

    /// <summary>Like <see cref="CaseHeadPage.Saved"/>; says by which rule the due date changed, and what comes next.</summary>
    protected async Task<IActionResult> SavedAndNext(string sentence, string? to, CancellationToken ct)
    {
        var dueBefore = Case.DueOn;
        await ReadCase(ct);
        if (Case.DueOn is { } due && due != dueBefore) sentence += $" The due date is now {DateText.Date(due)}, {Case.DueRule}.";
        return Saved($"{sentence} {WhatComesNext}".TrimEnd(), to);
    }

    /// <summary>Like <see cref="CaseHeadPage.Decided"/>, and says what comes next.</summary>
    protected async Task<IActionResult> DecidedAndNext(string sentence, int version, CancellationToken ct)
    {
        await ReadCase(ct);
        return Decided($"{sentence} {WhatComesNext}".TrimEnd(), version);
    }

    /// <summary>What is left before the next gate, or the next step; empty if there is neither.</summary>
    private string WhatComesNext
    {
        get
        {
            var left = Case.Gate.Shortfalls;
            if (left.Count > 0)
                return $"{(left.Count == 1 ? "1 requirement" : $"{left.Count} requirements")} left; next: {left[0].Message}";
            return Case.Gate.Next is not null && NextStep.Of(Case, []) is { } step ? $"All requirements are met; next: {step.Text}." : "";
        }
    }

    public Missing WhatIsMissing(Gate next) =>
        new(next, [.. Case.Gate.Shortfalls.Select(s => new MissingItem(s.Message, WhereToFix.Href(Case, s)))],
            next != Gate.Analysis ? []
                : [.. ThinEvidence.In(Case.Scanning.Cheers).Select(d => new MissingItem(d.Question, WhereToFix.Href(Case, d.Field)))]);
}

/// <summary>Model of <c>_AnalysisView</c>.</summary>
/// <param name="Who">An attached stakeholder's name, or the role if the reader may not see the name.</param>
public sealed record AnalysisView(AnalysisSheet Sheet, Func<long?, string> Who);
