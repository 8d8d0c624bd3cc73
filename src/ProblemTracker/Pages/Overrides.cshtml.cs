using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages;

/// <summary>Gates passed although something was missing. The filters stand in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public sealed class OverridesModel(IMediator mediator, Agency agency) : PageModel
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    /// <summary>Of what was missing.</summary>
    public string? Code { get; set; }
    public Gate? Gate { get; set; }
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }
    public string? After { get; set; }

    public Page<OverrideRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    private AgencyCalendar _calendar = null!;

    private OverrideFilter Filter => new(Code, Gate, From, To, NeighborhoodId, CategoryCode, LeadId);

    public DateOnly DateOf(DateTimeOffset at) => _calendar.DateOf(at);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('='))) return Redirect(Href());
        _calendar = await agency.Calendar(ct);
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await mediator.EverLeads(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, new ListOverrides(Filter, After));
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        await (await mediator.Send(new ExportOverrides(Filter), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null) => Url.Content("~/overrides") + new QueryBuilder(new (string Name, string? Value)[]
    {
        ("from", Day(From)), ("to", Day(To)), ("code", Code), ("gate", Gate?.ToString()),
        ("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture)), ("categoryCode", CategoryCode),
        ("leadId", LeadId?.ToString(CultureInfo.InvariantCulture)), ("after", after), ("handler", handler),
    }.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!)));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
