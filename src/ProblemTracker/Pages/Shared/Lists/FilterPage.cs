using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// A page of what a filter finds. The filter stands in the address, in the API's names; all such pages can be narrowed to some problems.
/// </summary>
public abstract class FilterPage(IMediator mediator) : PageModel
{
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    /// <summary>Path of the page below this application.</summary>
    public abstract string Path { get; }

    protected IMediator Mediator => mediator;

    public virtual async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query
            && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('='))) return Redirect(Href());
        await ReadChoices(ct);
        if (ModelState.IsValid) await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await ReadChoices(ct);
        await this.CheckShape(Asked);
        // The page says beside its fields what a file could not.
        if (!ModelState.IsValid)
            return Redirect(
                Url.Content("~" + Path)
                    + new QueryBuilder(
                        Request.Query.Where(q => q.Key != "handler")
                            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))));
        await (await ReadFile(ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>The message behind the page, for its shape to be checked.</summary>
    protected abstract object Asked { get; }

    /// <summary>What the page shows; called where every field could be read.</summary>
    protected abstract Task Read(CancellationToken ct);

    /// <summary>The same, whole, as a file.</summary>
    protected abstract Task<CsvFile> ReadFile(CancellationToken ct);

    /// <summary>By which problems the page is narrowed.</summary>
    protected abstract IProblemFilter Narrowed { get; }

    /// <summary>What is set, as the address has it.</summary>
    protected abstract IEnumerable<KeyValuePair<string, string>> Set();

    protected virtual Task<IReadOnlyList<SelectListItem>> ReadLeads(CancellationToken ct) => mediator.EverLeads(ct);

    /// <summary>This page with its filter, or another page or form of it.</summary>
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
        // A select would show its first choice, as if nothing were filtered.
        MustBeAmong(Neighborhoods, nameof(Narrowed.NeighborhoodId), Id(Narrowed.NeighborhoodId),
            "There is no such neighborhood. Choose one.");
        MustBeAmong(Categories, nameof(Narrowed.CategoryCode), Narrowed.CategoryCode, "There is no such category. Choose one.");
        MustBeAmong(Leads, nameof(Narrowed.LeadId), Id(Narrowed.LeadId), "There is nobody with this number. Choose somebody.");
    }

    private void MustBeAmong(IReadOnlyList<SelectListItem> choices, string field, string? value, string sentence)
    {
        if (!string.IsNullOrEmpty(value) && choices.All(c => c.Value != value)) ModelState.AddModelError(field, sentence);
    }

    protected static IEnumerable<KeyValuePair<string, string>> OnlySet(IEnumerable<(string Name, string? Value)> filters) =>
        filters.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!));
}
