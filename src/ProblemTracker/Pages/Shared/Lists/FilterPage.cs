using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// A page of filtered results. Its query parameters are the filter, with the API's names. Every such page has the filters of problems.
/// </summary>
public abstract class FilterPage(IMediator mediator) : PageModel
{
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    private ProblemsThere _there = new(Any: true, MayOpen: false);

    /// <summary>The page's path in this application.</summary>
    public abstract string Path { get; }

    protected IMediator Mediator => mediator;

    public virtual async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form also sends its empty fields; redirect to an address without them.
        if (ModelState.IsValid && Request.HadBlankValues()) return Redirect(Href());
        await ReadChoices(ct);
        _there = await mediator.Send(new AnyProblems(), ct);
        if (ModelState.IsValid) await Read(ct);
        return Page();
    }

    /// <summary>What an empty list says before the first problem was opened.</summary>
    /// <param name="what">What the list is for, as a sentence.</param>
    /// <param name="filtered">What it says afterwards, when nothing matches; null if it then says nothing.</param>
    public EmptyState? None(string what, EmptyState? filtered) => _there.Any ? filtered
        : _there.MayOpen ? new($"{what} There are no problems yet.", "Open the first problem", Url.Content("~/problems/open"))
        : new($"{what} There are no problems you can view yet. Officers, supervisors and analysts open them.");

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await ReadChoices(ct);
        await this.CheckShape(Filtering);
        // A file can't show errors, but the page shows them beside its fields.
        if (!ModelState.IsValid)
            return Redirect(Url.Content("~" + Path) + new QueryBuilder(Request.Query.Where(q => q.Key != "handler")
                .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))));
        await (await ReadFile(ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>The page's query, to be validated.</summary>
    protected abstract object Filtering { get; }

    /// <summary>Reads what the page shows. Called only if every field is valid.</summary>
    protected abstract Task Read(CancellationToken ct);

    /// <summary>All results as a file.</summary>
    protected abstract Task<CsvFile> ReadFile(CancellationToken ct);

    /// <summary>The page's filters of problems.</summary>
    protected abstract IProblemFilter Narrowed { get; }

    /// <summary>The filters that are set, as query parameters.</summary>
    protected abstract IEnumerable<KeyValuePair<string, string>> Set();

    protected virtual Task<IReadOnlyList<SelectListItem>> ReadLeads(CancellationToken ct) => mediator.EverLeads(ct);

    /// <summary>The address of this page with its filter, optionally of a later page of results or of another handler.</summary>
    public string Href(string? after = null, string? handler = null) => Url.Content("~" + Path) + Query(after, handler);

    /// <summary>The filter as a query string, with its question mark.</summary>
    public string Query(string? after = null, string? handler = null) =>
        new QueryBuilder([.. Set(), .. OnlySet([("after", after), ("handler", handler)])]).ToString();

    protected static string? Id(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private async Task ReadChoices(CancellationToken ct)
    {
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await ReadLeads(ct);
        // For an unknown value a select would show its first option, as if there were no filter.
        MustBeAmong(Neighborhoods, nameof(Narrowed.NeighborhoodId), Id(Narrowed.NeighborhoodId),
            "There is no such neighborhood. Choose one.");
        MustBeAmong(Categories, nameof(Narrowed.CategoryCode), Narrowed.CategoryCode, "There is no such category. Choose one.");
        MustBeAmong(Leads, nameof(Narrowed.LeadId), Id(Narrowed.LeadId), "There is no such lead. Choose one.");
    }

    private void MustBeAmong(IReadOnlyList<SelectListItem> choices, string field, string? value, string sentence)
    {
        if (!string.IsNullOrEmpty(value) && choices.All(c => c.Value != value)) ModelState.AddModelError(field, sentence);
    }

    protected static IEnumerable<KeyValuePair<string, string>> OnlySet(IEnumerable<(string Name, string? Value)> filters) =>
        filters.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!));
}
