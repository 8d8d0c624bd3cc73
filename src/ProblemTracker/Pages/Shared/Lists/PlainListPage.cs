using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// A list that does not have the filters of problems, unlike <see cref="ListPage{TQuery,TRow}"/>. Its query comes from the address; it is
/// paged by key and has a CSV file.
/// </summary>
public abstract class PlainListPage<TQuery, TRow>(IMediator mediator) : PageModel
    where TQuery : class, IQuery<Page<TRow>>, IPaged, new()
{
    [BindProperty(SupportsGet = true, Name = "")]
    public TQuery Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<TRow>? List { get; private set; }

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    protected IMediator Mediator => mediator;

    /// <summary>The page's path in this application.</summary>
    protected abstract string Path { get; }

    /// <summary>The list's filter table.</summary>
    protected abstract Filters<TQuery> Filters { get; }

    protected abstract IQuery<CsvFile> Export { get; }

    /// <summary>Reads what the page shows beside the list.</summary>
    /// <exception cref="Forbidden">The reader may not see the page.</exception>
    protected abstract Task ReadChoices(CancellationToken ct);

    public virtual async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await ReadChoices(ct);
        await ReadList();
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid || await this.TrySend(mediator, Export) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>The address of this page with its filter, optionally of a later page of results or of another handler.</summary>
    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~" + Path) + query;
    }

    protected async Task ReadList()
    {
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
    }

    /// <summary>Reads the list although a form beside it was refused.</summary>
    protected async Task ReadAnyway(CancellationToken ct) => List = await mediator.Send(Filter, ct);
}
