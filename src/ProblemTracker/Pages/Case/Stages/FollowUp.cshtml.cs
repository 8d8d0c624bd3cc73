using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Six months after closing: whether the result has held.</summary>
public sealed class FollowUpPage(IMediator mediator) : CasePage(mediator)
{
    public sealed class FollowUpForm
    {
        public FollowUpFinding? Finding { get; set; }
        public string? Evidence { get; set; }
    }

    [BindProperty]
    public FollowUpForm Form { get; set; } = new();

    /// <summary>Before its day, only that it has returned can be said.</summary>
    public IReadOnlyList<SelectListItem> Findings =>
        [.. Enum.GetValues<FollowUpFinding>().Where(f => f == FollowUpFinding.Recurred || Today >= Case.FollowUp?.DueOn)
            .Select(f => new SelectListItem(Wording.Of(f), f.ToString()))];

    public Task OnGetAsync(CancellationToken ct) => Open(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        if (Form.Finding is null) ModelState.AddModelError("Form.Finding", "Choose what you find.");
        if (await this.TrySend(Mediator, new RecordFollowUp(Id, Form.Finding ?? FollowUpFinding.Unknown, Form.Evidence ?? ""),
            nameof(Form)) is not { } check) return Page();
        return Saved(
            check.Finding == FollowUpFinding.Recurred ? "The finding is saved. You can reopen the problem now." : "The finding is saved.");
    }
}
