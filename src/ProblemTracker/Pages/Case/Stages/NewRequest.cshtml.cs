using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Sends a request to a supervisor: start, override, early closure, extension or hold.</summary>
public sealed class NewRequestPage(IMediator mediator) : CasePage(mediator)
{
    public sealed class RequestForm
    {
        public List<string> Codes { get; set; } = [];
        public ClosingReason? ClosingReason { get; set; }
        /// <summary>The number of the problem that this one duplicates, such as P-2026-0042.</summary>
        public string? RelatedProblemId { get; set; }
        public DateOnly? DueOn { get; set; }
        public DateOnly? UntilOn { get; set; }
        public string? Reason { get; set; }
    }

    [FromRoute]
    public string Kind { get; set; } = "";

    [BindProperty]
    public RequestForm Form { get; set; } = new();

    public RequestKind Requested { get; private set; }

    /// <summary>The same request, if a supervisor returned it.</summary>
    public RequestDetails? Returned { get; private set; }

    public bool Fits => Fitting(Case).Contains(Requested);

    public IReadOnlyList<SelectListItem> Reasons =>
        [.. Sara.ClosingReasons(Case.Stage).Select(reason => new SelectListItem(Wording.Of(reason), reason.ToString()))];

    public string Heading => Link(Requested);

    /// <summary>The text of a link to this page, and its heading.</summary>
    public static string Link(RequestKind kind) => kind switch
    {
        RequestKind.Start => "Request start of the response",
        RequestKind.Override => "Request override",
        RequestKind.Closing => "Request early closure",
        RequestKind.Extension => "Request extension",
        _ => "Request hold",
    };

    /// <summary>This page's address to make a request again.</summary>
    public static string Href(RequestDetails request) =>
        $"/problems/{request.ProblemId}/request/{request.Kind.ToString().ToLowerInvariant()}";

    /// <summary>Of a problem's requests, newest first: those returned in its present stage and not made again since.</summary>
    public static IEnumerable<RequestDetails> StillReturned(IEnumerable<RequestDetails> requests, FullProblem problem) =>
        requests.GroupBy(request => request.Kind).Select(same => same.First())
            .Where(latest => latest.Status == RequestStatus.Returned && latest.DecidedAt >= problem.StageSince);

    /// <summary>The requests that fit the problem's present state.</summary>
    public static IEnumerable<RequestKind> Fitting(FullProblem problem)
    {
        if (problem.Gate.Next is null) yield break;
        if (problem.Gate.Next == Gate.Start && problem.Gate.Shortfalls.Count == 0) yield return RequestKind.Start;
        if (problem.Gate.Shortfalls.Count > 0) yield return RequestKind.Override;
        if (problem.Stage != Stage.Assessment) yield return RequestKind.Closing;
        yield return RequestKind.Extension;
        if (problem.OnHoldUntil is null) yield return RequestKind.Hold;
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Form.Codes = [.. Case.Gate.Shortfalls.Select(s => s.Code).Distinct()];
        if (Returned is not { } back) return;
        // What was asked before is not typed again.
        (Form.Reason, Form.ClosingReason, Form.RelatedProblemId, Form.DueOn, Form.UntilOn) =
            (back.Reason, back.RequestedClosingReason, back.RequestedRelatedProblem, back.RequestedDueOn, back.RequestedUntilOn);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        var isOverride = Requested == RequestKind.Override;
        var closes = Requested == RequestKind.Closing || (isOverride && Case.Gate.Next == Gate.Closed);
        var related = closes && Form.ClosingReason == ClosingReason.Duplicate ? await Related(ct) : null;
        var message = new CreateRequest(Id, Requested, Form.Reason ?? "", isOverride ? Case.Gate.Next : null,
            isOverride ? Form.Codes : null,
            closes ? Form.ClosingReason : null, related, Requested == RequestKind.Extension ? Form.DueOn : null,
            Requested == RequestKind.Hold ? Form.UntilOn : null);
        if (await this.TrySend(Mediator, message, nameof(Form)) is not null) return Saved("Request sent to a supervisor.");
        // This form has no fields for the requirements; one error beside the checkboxes stands for them.
        var missing = Case.Gate.Shortfalls.Select(s => $"{nameof(Form)}.{s.Field}").Where(key => ModelState.Remove(key)).ToList();
        if (missing.Count > 0) ModelState.AddModelError("Form.Codes", "Other requirements are left. Select them too, or complete them.");
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        if (!Enum.TryParse<RequestKind>(Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsDigit(Kind[0]))
            throw new NotFound();
        Requested = kind;
        MustAllow(Case.Allowed.Work, Permission.WorkProblems);
        var requests = (await Mediator.Send(new ListProblemRequests(Id), ct)).Items;
        Returned = StillReturned(requests, Case).FirstOrDefault(request => request.Kind == kind);
    }

    /// <summary>The id of the problem whose number was entered, or null. Adds an error if the reader can't find it.</summary>
    private async Task<long?> Related(CancellationToken ct)
    {
        if (await Mediator.ByNumber(Form.RelatedProblemId, ct) is { } id) return id;
        if (!string.IsNullOrWhiteSpace(Form.RelatedProblemId))
            ModelState.AddModelError("Form.RelatedProblemId",
                $"Problem {Form.RelatedProblemId.Trim()} does not exist, or you don't have access to it. "
                    + "Enter a number such as P-2026-0042.");
        return null;
    }
}
