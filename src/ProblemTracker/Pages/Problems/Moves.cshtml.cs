using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages.Problems;

/// <summary>Changes of stage, newest first. The filters stand in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public sealed class MovesModel(IMediator mediator, Agency agency) : PageModel
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public MoveKind? Kind { get; set; }
    public Stage? FromStage { get; set; }
    public Stage? ToStage { get; set; }
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }
    public string? After { get; set; }

    public Page<MoveRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    private AgencyCalendar _calendar = null!;

    private MoveFilter Filter => new(null, From, To, Kind, FromStage, ToStage, NeighborhoodId, CategoryCode, LeadId);

    public DateOnly DateOf(DateTimeOffset at) => _calendar.DateOf(at);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('='))) return Redirect(Href());
        _calendar = await agency.Calendar(ct);
        if (ModelState.IsValid && From is null && To is null) From = Filter.FirstDay(await agency.Today(ct));
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await mediator.EverLeads(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, new ListMoves(Filter, After));
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        await (await mediator.Send(new ExportMoves(Filter), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null) => Url.Content("~/problems/moves") + new QueryBuilder(new (string Name, string? Value)[]
    {
        ("from", Day(From)), ("to", Day(To)), ("kind", Kind?.ToString()), ("fromStage", FromStage?.ToString()), ("toStage", ToStage?.ToString()),
        ("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture)), ("categoryCode", CategoryCode),
        ("leadId", LeadId?.ToString(CultureInfo.InvariantCulture)), ("after", after), ("handler", handler),
    }.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!)));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
