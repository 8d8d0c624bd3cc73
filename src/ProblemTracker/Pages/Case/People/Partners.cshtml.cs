using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.Case;

/// <summary>What a problem's partners can see of it.</summary>
public sealed class CasePartnersPage(IMediator mediator) : CaseHeadPage(mediator)
{
    public sealed class SummaryForm
    {
        public string? PublicTitle { get; set; }
        public string? Summary { get; set; }
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public SummaryForm Told { get; set; } = new();

    public ProblemPartners Partners { get; private set; } = null!;

    public bool IsStale => this.StaleAt() is not null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Partners.Version;
        Told = new() { PublicTitle = Partners.PublicTitle, Summary = Partners.Summary };
    }

    public async Task<IActionResult> OnPostSummaryAsync(CancellationToken ct) =>
        await Result(await this.TrySend(Mediator, new SavePartnerSummary(Id, Version, Told.Summary, Told.PublicTitle), nameof(Told)),
            "Title and summary for partners saved.", ct);

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken ct) =>
        await Result(await this.TrySend(Mediator, new OpenToPartners(Id, Version, true)), "This problem is now open to its partners.", ct);

    public async Task<IActionResult> OnPostShutAsync(CancellationToken ct) =>
        await Result(await this.TrySend(Mediator, new OpenToPartners(Id, Version, false)), "This problem is now hidden from partners.", ct);

    private async Task<IActionResult> Result(PartnerTerms? saved, string sentence, CancellationToken ct)
    {
        if (saved is not null) return Saved(sentence, $"/problems/{Id}/partners");
        await Read(ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Partners = await Mediator.Send(new ReadPartners(Id), ct);
    }
}
