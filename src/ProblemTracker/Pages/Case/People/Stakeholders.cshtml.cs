using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Case;

/// <summary>The stakeholders attached to a problem.</summary>
public sealed class CaseStakeholdersPage(IMediator mediator) : CasePage(mediator)
{
    private const int MostFound = 20;

    public sealed class AttachForm
    {
        public long StakeholderId { get; set; }
        public StakeholderRole? Role { get; set; }
    }

    /// <summary>The name searched for in the directory.</summary>
    [FromQuery]
    public string? Text { get; set; }

    [BindProperty]
    public AttachForm Attach { get; set; } = new();

    [BindProperty]
    public long AttachmentId { get; set; }

    public Page<StakeholderDetails>? Found { get; private set; }

    public IReadOnlyList<AttachmentRow> Present => [.. Case.Stakeholders.Where(row => row.DetachedAt is null)];

    public IReadOnlyList<AttachmentRow> Past => [.. Case.Stakeholders.Where(row => row.DetachedAt is not null)];

    private string Home => $"/problems/{Id}/stakeholders";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPostAttachAsync(CancellationToken ct)
    {
        if (Attach.Role is null) ModelState.AddModelError("Attach.Role", "Choose the stakeholder's role in this problem.");
        return await this.TrySend(Mediator, new AttachStakeholder(Id, Attach.StakeholderId, Attach.Role ?? default), nameof(Attach)) is null
            ? await Show(ct) : Saved("Stakeholder attached.", Home);
    }

    public async Task<IActionResult> OnPostDetachAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new DetachStakeholder(Id, AttachmentId)) is null ? await Show(ct)
            : Saved("Stakeholder detached. Actions they agreed to stay on record.", Home);

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        await Open(ct);
        if (!string.IsNullOrWhiteSpace(Text) && Text.Length <= 100 && Case.Allowed.Work)
            Found = await Mediator.Send(new ListStakeholders(Text.Trim(), Size: MostFound), ct);
        return Page();
    }
}
