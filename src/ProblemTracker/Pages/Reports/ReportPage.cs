using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>A report with the filter that all of them have. The filter stands in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public abstract class ReportPage<T>(IMediator mediator) : PageModel, IReportPage where T : class, IReport
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }

    /// <summary>Null where the filter is wrong; the page then says so beside the field.</summary>
    public T? Report { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public ReportFilter Filter => new(From, To, NeighborhoodId, CategoryCode, LeadId);

    /// <summary>In the address: <c>status</c> for <c>/reports/status</c>.</summary>
    public abstract string Name { get; }

    protected abstract IQuery<T> Message { get; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('=')))
            return Redirect(Url.Content($"~/reports/{Name}") + Query());
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await mediator.EverLeads(ct);
        if (ModelState.IsValid) Report = await this.TrySend(mediator, Message);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        var report = await mediator.Send(Message, ct);
        await report.ToTable().File(report.Today).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>The filter as a query string; another report takes the same one.</summary>
    public string Query(string? handler = null)
    {
        var query = new QueryBuilder();
        Add("from", Day(From));
        Add("to", Day(To));
        Add("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture));
        Add("categoryCode", CategoryCode);
        Add("leadId", LeadId?.ToString(CultureInfo.InvariantCulture));
        Add("handler", handler);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        }
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the frame of a report asks of its page.</summary>
public interface IReportPage
{
    DateOnly? From { get; }
    DateOnly? To { get; }
    long? NeighborhoodId { get; }
    string? CategoryCode { get; }
    long? LeadId { get; }
    ReportFilter Filter { get; }
    string Name { get; }
    IReadOnlyList<SelectListItem> Neighborhoods { get; }
    IReadOnlyList<SelectListItem> Categories { get; }
    IReadOnlyList<SelectListItem> Leads { get; }
    string Query(string? handler = null);
}
