using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

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

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (IsProven() && await this.TrySend(Mediator, new SayWhere(Key, Address, NeighborhoodId)) is not null)
            return LocalRedirect(To((await Mediator.Send(new ReadAlike(Key), ct)).IsEmpty ? "/report/when" : "/report/alike"));
        await Read(ct);
        return Page();
    }
}
