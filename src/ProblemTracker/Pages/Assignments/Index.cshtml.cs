using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Assignments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Assignments;

/// <summary>Who is assigned to the program and to neighborhoods on a day, with a CSV file.</summary>
public sealed class AssignmentsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public ListAssignments Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<AssignmentRow>? List { get; private set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool MayChange => actor.Might(Permission.Administer);

    public static IReadOnlyList<SelectListItem> Kinds =>
        [new("Program and neighborhoods", ""), new("Only the program", "true"), new("Only neighborhoods", "false")];

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form also sends its empty fields; redirect to an address without them.
        if (ModelState.IsValid && Request.HadBlankValues()) return Redirect(Href());
        Neighborhoods = await mediator.NeighborhoodsOfIncidents(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportAssignments(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(AssignmentList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/assignments") + query;
    }
}
