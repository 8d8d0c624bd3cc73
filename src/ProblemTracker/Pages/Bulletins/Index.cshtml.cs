using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.Bulletins;

/// <summary>Bulletins that officers write for residents.</summary>
public sealed class BulletinsPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListBulletins Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<BulletinDetails>? List { get; private set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Neighborhoods = await mediator.Neighborhoods(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportBulletins(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(BulletinList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/bulletins") + query;
    }
}
