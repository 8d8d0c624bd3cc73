using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Pages.City;

/// <summary>The third step of a report: when, and how often.</summary>
public sealed class ReportWhenPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    [BindProperty] public Frequency? Frequency { get; set; }
    [BindProperty] public DateOnly? HappenedOn { get; set; }
    [BindProperty] public string? TimesOfDay { get; set; }

    public override int Step => 3;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (Frequency, HappenedOn, TimesOfDay) = (Written.Report.Frequency, Written.Report.HappenedOn, Written.Report.TimesOfDay);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) =>
        Keep(new SayWhen(Key, Frequency, HappenedOn, TimesOfDay), "/report/photos", ct);
}
