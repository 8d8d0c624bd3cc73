using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Pages.City;

/// <summary>The second step of a report: where it happens.</summary>
public sealed class ReportWherePage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    [BindProperty] public string? Address { get; set; }
    [BindProperty] public long? NeighborhoodId { get; set; }

    public override int Step => 2;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (Address, NeighborhoodId) = (Written.Report.Address, Written.Report.NeighborhoodId);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Keep(new SayWhere(Key, Address, NeighborhoodId), "/report/when", ct);
}
