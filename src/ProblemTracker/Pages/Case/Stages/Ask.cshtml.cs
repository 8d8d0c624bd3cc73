using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Somebody who works on a problem asks a supervisor for what only they decide.</summary>
public sealed class AskPage(IMediator mediator) : CasePage(mediator)
{
    public sealed class Form
    {
        public List<string> Codes { get; set; } = [];
        public ClosingReason? ClosingReason { get; set; }
        /// <summary>The number of the problem that goes on, such as P-2026-0042.</summary>
        public string? RelatedProblemId { get; set; }
        public DateOnly? DueOn { get; set; }
        public DateOnly? UntilOn { get; set; }
        public string? Reason { get; set; }
    }

    [FromRoute]
    public string Kind { get; set; } = "";

    [BindProperty]
    public Form Ask { get; set; } = new();

    public ApprovalKind Asked { get; private set; }

    public bool Fits => Fitting(Case).Contains(Asked);

    public IReadOnlyList<SelectListItem> Reasons =>
        [.. Sara.ClosingReasons(Case.Stage).Select(reason => new SelectListItem(Wording.Of(reason), reason.ToString()))];

    public string Heading => Asked switch
    {
        ApprovalKind.Start => "Ask to start the response",
        ApprovalKind.Override => "Ask to pass although something is missing",
        ApprovalKind.Closing => "Ask to close it early",
        ApprovalKind.Extension => "Ask for more time",
        _ => "Ask to put it on hold",
    };

    /// <summary>What goes after "Ask a supervisor".</summary>
    public static string Link(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Start => "to start the response",
        ApprovalKind.Override => "to override requirements",
        ApprovalKind.Closing => "to close early",
        ApprovalKind.Extension => "for more time",
        _ => "to put it on hold",
    };

    /// <summary>What can be asked for as the problem stands.</summary>
    public static IEnumerable<ApprovalKind> Fitting(FullProblem problem)
    {
        if (problem.Gate.Next is null) yield break;
        if (problem.Gate.Next == Gate.Start && problem.Gate.Shortfalls.Count == 0) yield return ApprovalKind.Start;
        if (problem.Gate.Shortfalls.Count > 0) yield return ApprovalKind.Override;
        if (problem.Stage != Stage.Assessment) yield return ApprovalKind.Closing;
        yield return ApprovalKind.Extension;
        if (problem.HeldUntil is null) yield return ApprovalKind.Hold;
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Ask.Codes = [.. Case.Gate.Shortfalls.Select(s => s.Code).Distinct()];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        var isOverride = Asked == ApprovalKind.Override;
        var closes = Asked == ApprovalKind.Closing || (isOverride && Case.Gate.Next == Gate.Closed);
        var related = closes && Ask.ClosingReason == ClosingReason.Duplicate ? await Related(ct) : null;
        var message = new AskApproval(Id, Asked, Ask.Reason ?? "", isOverride ? Case.Gate.Next : null, isOverride ? Ask.Codes : null,
            closes ? Ask.ClosingReason : null,
            related, Asked == ApprovalKind.Extension ? Ask.DueOn : null, Asked == ApprovalKind.Hold ? Ask.UntilOn : null);
        if (await this.TrySend(Mediator, message, nameof(Ask)) is not null) return Saved("Asked. A supervisor sees it now.");
        // What is missing stands on the page itself, with links to where it can be filled in.
        var missing = Case.Gate.Shortfalls.Select(s => $"{nameof(Ask)}.{s.Field}").Where(key => ModelState.Remove(key)).ToList();
        if (missing.Count > 0) ModelState.AddModelError("Ask.Codes", "Something else is missing too. Tick it, or fill it in.");
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        if (!Enum.TryParse<ApprovalKind>(Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsDigit(Kind[0]))
            throw new NotFound();
        Asked = kind;
        MustAllow(Case.Allowed.Work, Permission.WorkProblems);
    }

    /// <summary>The problem whose number was typed.</summary>
    private async Task<long?> Related(CancellationToken ct)
    {
        if (await Mediator.ByNumber(Ask.RelatedProblemId, ct) is { } id) return id;
        if (!string.IsNullOrWhiteSpace(Ask.RelatedProblemId))
            ModelState.AddModelError("Ask.RelatedProblemId",
                $"There is no problem {Ask.RelatedProblemId.Trim()}, or you don't have access to it. Its number looks like P-2026-0042.");
        return null;
    }
}
