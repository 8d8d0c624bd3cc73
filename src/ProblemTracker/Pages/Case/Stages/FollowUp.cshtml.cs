using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The six-month follow-up of a closed problem.</summary>
public sealed class FollowUpPage(IMediator mediator) : CasePage(mediator)
{
    public sealed class FollowUpForm
    {
        public FollowUpFinding? Finding { get; set; }
        public string? Evidence { get; set; }
    }

    [BindProperty]
    public FollowUpForm Form { get; set; } = new();

    /// <summary>Before the due date, only a recurrence can be recorded.</summary>
    public IReadOnlyList<SelectListItem> Findings =>
        [.. Enum.GetValues<FollowUpFinding>().Where(f => f == FollowUpFinding.Recurred || Today >= Case.FollowUp?.DueOn)
            .Select(f => new SelectListItem(Wording.Of(f), f.ToString()))];

    public Task OnGetAsync(CancellationToken ct) => Open(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        if (Form.Finding is null) ModelState.AddModelError("Form.Finding", "Choose a finding.");
        if (await this.TrySend(Mediator, new RecordFollowUp(Id, Form.Finding ?? FollowUpFinding.Unknown, Form.Evidence ?? ""),
            nameof(Form)) is not { } check) return Page();
        return Saved(check.Finding == FollowUpFinding.Recurred ? "Follow-up saved. You can now reopen the problem." : "Follow-up saved.");
    }
}
