using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>What every page of one problem shows: which one it is and how it stands, as its reader may see it.</summary>
public abstract class CaseHeadPage(IMediator mediator) : PageModel
{
    private AgencyDay? _day;
    private ProblemHead _case = new();

    [FromRoute]
    public long Id { get; set; }

    public virtual ProblemHead Case => _case;

    protected IMediator Mediator => mediator;

    /// <summary>Today in the agency's time zone.</summary>
    public DateOnly Today => _day!.Today;

    public bool IsClosed => Case.Stage == Stage.Closed;

    /// <summary>The title of a page below the problem's own.</summary>
    public string TitleOf(string page) => $"{page}, {Case.Number}";

    public DateTimeOffset Local(DateTimeOffset at) => _day!.Local(at);

    public string Time(DateTimeOffset at) => DateText.Time(Local(at));

    public string Date(DateTimeOffset at) => DateText.Date(_day!.DateOf(at));

    /// <summary>A problem that was closed early skipped some stages.</summary>
    public Steps Steps => new(Case.Stage, Case.DueOn, Case.IsOverdue, IsClosed ? Case.Visited : null);

    protected async Task Open(CancellationToken ct)
    {
        await ReadCase(ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }

    protected virtual async Task ReadCase(CancellationToken ct) => _case = await mediator.Send(new ReadProblemHead(Id), ct);

    /// <summary>For a page that is nothing but a form.</summary>
    /// <exception cref="Forbidden">The reader may not; the sentence names who can.</exception>
    protected void MustAllow(bool allowed, Permission permission)
    {
        if (allowed) return;
        throw IsClosed && permission != Permission.WriteNotes
            ? new Forbidden("This problem is closed: only notes can be added. Reopen it to change anything else.")
            : Forbidden.Needs(permission);
    }

    /// <summary>Where the form has another field for it than the message.</summary>
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
}

/// <summary>A page that shows worksheets, actions or stakeholders too, or the requirements before the next gate.</summary>
public abstract class CasePage(IMediator mediator) : CaseHeadPage(mediator)
{
    private FullProblem _case = new();

    public override FullProblem Case => _case;

    protected override async Task ReadCase(CancellationToken ct) => _case = await Mediator.Send(new ReadProblem(Id), ct);

    /// <summary>An attached stakeholder by name, or by role where the reader may not know who it is.</summary>
    public string Who(long? attachmentId) => Case.Stakeholders.FirstOrDefault(row => row.Id == attachmentId) switch
    {
        null => "Somebody",
        { Name: { } name } => name,
        var hidden => $"{Wording.Of(hidden.Role)} (not named here)",
    };

    public string Owner(ActionDetails action) => action.Owner ?? (action.OwnerAttachmentId is { } attached ? Who(attached) : "Nobody yet");

    /// <summary>Who is attached now, for a select.</summary>
    public IReadOnlyList<SelectListItem> Attached(long? chosen = null) =>
        [.. Case.Stakeholders.Where(row => row.DetachedAt is null || row.Id == chosen)
            .Select(row => new SelectListItem(
                $"{Who(row.Id)}{(row.IsHidden ? "" : $", {Wording.Of(row.Role).ToLowerInvariant()}")}", $"{row.Id}"))];

    public Missing WhatIsMissing(Gate next) =>
        new(next, [.. Case.Gate.Shortfalls.Select(s => new MissingItem(s.Message, WhereToFix.Href(Case, s)))]);

    public SheetHead Head(SheetKind kind, bool isStale)
    {
        var saved = Case.SheetsSaved.FirstOrDefault(s => s.Kind == kind);
        return new(saved, saved is null ? default : Local(saved.At), isStale, $"/problems/{Id}/{kind.ToString().ToLowerInvariant()}");
    }
}

/// <summary>Model of <c>_SheetHead</c>.</summary>
/// <param name="At">When it was saved last, in the agency's time zone.</param>
public sealed record SheetHead(SheetSaved? LastSaved, DateTimeOffset At, bool IsStale, string Href);

/// <summary>Model of <c>_AnalysisView</c>.</summary>
/// <param name="Who">Names an attached stakeholder to those who may know.</param>
public sealed record AnalysisView(AnalysisSheet Sheet, Func<long?, string> Who);
