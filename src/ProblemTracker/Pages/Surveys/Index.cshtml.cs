using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>The surveys of residents.</summary>
public sealed class SurveysPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListSurveys Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<SurveyRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool MayCreate => actor.Might(Permission.WorkSurveys);

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Neighborhoods = await mediator.Neighborhoods(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportSurveys(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(SurveyList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/surveys") + query;
    }
}
