using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Pages.City;

/// <summary>The first step of a report: what it is about.</summary>
public sealed class ReportWhatPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    [BindProperty] public string? CategoryCode { get; set; }
    [BindProperty] public string? Description { get; set; }

    public override int Step => 1;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (CategoryCode, Description) = (Written.Report.CategoryCode, Written.Report.Description);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Keep(new SayWhat(Key, CategoryCode, Description), "/report/where", ct);
}
