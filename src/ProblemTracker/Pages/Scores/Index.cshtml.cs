using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Scores;

/// <summary>How the teams scored their work, with the sentence behind each score. The filters stand in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public sealed class IndexModel(IMediator mediator) : PageModel
{
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }
    public DateOnly? ClosedFrom { get; set; }
    public DateOnly? ClosedTo { get; set; }
    public int? AtLeast { get; set; }
    public int? Below { get; set; }
    public string? After { get; set; }

    public Page<ScoreItem>? List { get; private set; }
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
        await (await mediator.Send(new ExportScores(Query()), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder();
        Add("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture));
        Add("categoryCode", CategoryCode);
        Add("leadId", LeadId?.ToString(CultureInfo.InvariantCulture));
        Add("closedFrom", ClosedFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("closedTo", ClosedTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("atLeast", AtLeast?.ToString(CultureInfo.InvariantCulture));
        Add("below", Below?.ToString(CultureInfo.InvariantCulture));
        Add("after", after);
        Add("handler", handler);
        return Url.Content("~/scores") + query;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        }
    }

    private ListScores Query() => new(NeighborhoodId, CategoryCode, LeadId, ClosedFrom, ClosedTo, AtLeast, Below, After);
}
