using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Retention;

/// <summary>The certificates of executed purges.</summary>
public sealed class CertificatesPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    [FromQuery] public string? After { get; set; }

    /// <summary>Null if the page of the list does not exist.</summary>
    public Page<CertificateRow>? List { get; private set; }

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped,
        List.Next is { } next ? Url.Content($"~/retention/certificates?after={Uri.EscapeDataString(next)}") : null,
        After is null ? null : Url.Content("~/retention/certificates"));

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    public async Task OnGet(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        List = await this.TrySend(mediator, new ListCertificates(After));
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await (await mediator.Send(new ExportCertificates(new()), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
