using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;

namespace ProblemTracker.Pages.Case;

/// <summary>The filled site checklists of a problem, compared over time.</summary>
public sealed class ChecklistsPage(IMediator mediator) : CaseHeadPage(mediator)
{
    /// <summary>All walks in the order in which they were walked.</summary>
    public IReadOnlyList<WalkDetails> Walks { get; private set; } = [];

    public IReadOnlyList<SiteWalks> Sites { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Walks = await Mediator.Send(new ListChecklists(Id), ct);
        Sites = SiteWalks.Of(Id, Walks);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        await (await Mediator.Send(new ExportChecklists(Id), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
