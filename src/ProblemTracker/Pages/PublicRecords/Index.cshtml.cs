using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>The list of public-records requests.</summary>
public sealed class RecordsRequestsPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListRecordsRequests Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<RecordsRequestRow>? List { get; private set; }

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReleaseRecords)) throw Forbidden.Needs(Permission.ReleaseRecords);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportRecordsRequests(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(RecordsRequestList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/records-requests") + query;
    }
}
