using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Concerns;

/// <summary>The intake desk: what residents report.</summary>
public sealed class ConcernsPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListConcerns Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<ConcernRow>? List { get; private set; }
    public PublicSite Site { get; private set; } = null!;

    /// <summary>Decided concerns whose reporters wrote and wait for an answer.</summary>
    public int DecidedAwaiting { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        // The desk begins with what waits.
        if (Request.Query.Count == 0) return Redirect(Url.Content("~/concerns?open=true"));
        (_day, Site) = (await mediator.Send(new ReadAgencyDay(), ct), (await mediator.Send(new ReadPublicSite(), ct)).Value);
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        DecidedAwaiting = (await mediator.Send(new ListConcerns { Open = false, AwaitsReply = true, Size = 1 }, ct)).Total;
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportConcerns(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    /// <summary>What is due next.</summary>
    public static string NextStep(ConcernRow row) => NextStep(row.Status);

    /// <summary>What is due next at a status.</summary>
    public static string NextStep(ConcernStatus status) => status switch
    {
        ConcernStatus.New => "Acknowledge by",
        ConcernStatus.Referred => "Answer of the agency by",
        _ => "Decide by",
    };

    /// <summary>The beginning of a description.</summary>
    public static string Short(string text) => text.Length <= 140 ? text : $"{text[..139].TrimEnd()}…";

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(ConcernList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/concerns") + query;
    }
}
