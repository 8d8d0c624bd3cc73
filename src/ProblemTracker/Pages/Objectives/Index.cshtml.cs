using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Objectives;

/// <summary>Single objectives with what became of them. The filters stand in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public sealed class IndexModel(IMediator mediator) : PageModel
{
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }
    public MeasureKind? Kind { get; set; }
    public DateOnly? ClosedFrom { get; set; }
    public DateOnly? ClosedTo { get; set; }

    // Filters that only links set; the page names them and offers to drop them.
    public long? ProblemId { get; set; }
    public bool? Closed { get; set; }
    public bool? KindGiven { get; set; }
    public bool? QualityOfLife { get; set; }
    public bool? Measured { get; set; }
    public bool? Moved { get; set; }
    public bool? Reached { get; set; }
    public string? After { get; set; }

    public Page<ObjectiveItem>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('='))) return Redirect(Href());
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await mediator.EverLeads(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Query());
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        await (await mediator.Send(new ExportObjectives(Query()), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[.. Set(), .. LinkFilters(), ("after", after), ("handler", handler)])
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        return Url.Content("~/objectives") + query;
    }

    public IEnumerable<(string Name, string? Value)> LinkFilters() =>
    [
        ("problemId", ProblemId?.ToString(CultureInfo.InvariantCulture)), ("closed", Flag(Closed)), ("kindGiven", Flag(KindGiven)), ("qualityOfLife", Flag(QualityOfLife)),
        ("measured", Flag(Measured)), ("moved", Flag(Moved)), ("reached", Flag(Reached)),
    ];

    /// <summary>What only a link can have set, in words.</summary>
    public IEnumerable<string> SetByLink()
    {
        if (ProblemId is not null) yield return "one problem";
        if (Closed is { } closed) yield return closed ? "of closed problems" : "of open problems";
        if (QualityOfLife is { } life) yield return life ? "about fear, disorder, trust or quality of life" : "not about quality of life";
        if (KindGiven is { } given) yield return given ? "with a kind of measure" : "without a kind of measure";
        if (Measured is { } measured) yield return measured ? "measured before and after" : "not measured";
        if (Moved is { } moved) yield return moved ? "moved as wanted" : "did not move as wanted";
        if (Reached is { } reached) yield return reached ? "target reached" : "target not reached";
    }

    private IEnumerable<(string Name, string? Value)> Set() =>
    [
        ("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture)), ("categoryCode", CategoryCode), ("leadId", LeadId?.ToString(CultureInfo.InvariantCulture)),
        ("kind", Kind?.ToString()), ("closedFrom", Day(ClosedFrom)), ("closedTo", Day(ClosedTo)),
    ];

    private ListObjectives Query() => new(ProblemId, NeighborhoodId, CategoryCode, LeadId, Closed, ClosedFrom, ClosedTo, Kind, KindGiven, Measured, Moved, Reached, After) { QualityOfLife = QualityOfLife };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Flag(bool? flag) => flag is { } set ? set ? "true" : "false" : null;
}
