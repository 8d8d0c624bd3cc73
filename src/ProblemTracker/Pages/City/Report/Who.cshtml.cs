using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.City;

/// <summary>The last step of a report: who reports it, if they say so. It shows the report again and sends it.</summary>
public sealed class ReportWhoPage(IMediator mediator, IStringLocalizer<CityTexts> words, IStringLocalizer<ConcernTexts> concerns)
    : ReportPage(mediator, words)
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public bool MayCall { get; set; }
    [BindProperty] public bool MayAnswer { get; set; }
    [BindProperty] public bool MayAttach { get; set; }

    /// <summary>A field that people don't see.</summary>
    [BindProperty] public string? Website { get; set; }

    public override int Step => 5;

    public string? Category => Written.Categories.FirstOrDefault(choice => choice.Value == Written.Report.CategoryCode)?.Text;

    public string Place => string.Join(", ", new[]
    {
        Written.Report.Address,
        Written.Report.NeighborhoodId is { } id ? Written.NeighborhoodName(id) : null,
        Written.Point is { } point ? point.Words(Written, Words) is { Length: > 0 } place ? place : Words["Where.Point"].Value : null,
    }.Where(part => !part.IsBlank()).Distinct());

    /// <summary>When and how often, as far as they were said.</summary>
    public string When =>
        ConcernWords.When(concerns, Written.Report.Frequency, Written.Report.HappenedOn, Written.Report.TimesOfDay);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        // Without a beginning there is nothing to send.
        if (!Written.Report.HasWhat) return LocalRedirect(To("/report"));
        if (!Written.Report.HasWhere) return LocalRedirect(To("/report/where"));
        var report = Written.Report;
        (Name, Email, Phone, MayCall, MayAnswer, MayAttach) =
            (report.Name, report.Email, report.Phone, report.MayCall, report.MayAnswer, report.MayAttach);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // Kept first, so that nothing typed is lost if sending is refused.
        if (IsProven()
            && await this.TrySend(Mediator, new SayWho(Key, Name, Email, Phone, MayCall, MayAnswer, MayAttach)) is not null
            && await this.TrySend(Mediator, new SubmitReport(Key, Website)) is { } sent)
            return LocalRedirect(To($"/follow/{Uri.EscapeDataString(sent.Token)}", ("said", "sent")));
        await Read(ct);
        return Page();
    }
}
