using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Engagement;

/// <summary>Logs a contact with residents, above the latest ones.</summary>
public sealed class ContactsPage(IMediator mediator, Actor actor) : PageModel
{
    public static readonly IReadOnlyList<SelectListItem> Kinds =
        [.. Enum.GetValues<EngagementKind>().Select(kind => new SelectListItem(Wording.Of(kind), kind.ToString()))];

    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListEngagements Filter { get; set; } = new();

    [BindProperty] public EngagementForm Form { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<EngagementRow>? List { get; private set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    /// <summary>The neighborhoods of the form.</summary>
    public IReadOnlyList<SelectListItem> ToChoose { get; private set; } = [];
    /// <summary>The categories of the form.</summary>
    public IReadOnlyList<SelectListItem> Themes { get; private set; } = [];
    public IReadOnlyList<SelectListItem> People => [new("Me", $"{actor.PersonId}")];

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        // Most people work in one neighborhood.
        Form.NeighborhoodId = (await mediator.Send(new ListEngagements { PersonId = actor.PersonId, Size = 1 }, ct)).Items
            .Select(contact => contact.NeighborhoodId).FirstOrDefault(id => ToChoose.Any(choice => choice.Value == $"{id}"));
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(mediator, new LogEngagement(Form.Facts(_day, ModelState)), nameof(Form)) is { } logged)
        {
            TempData[Shell.Flash] = logged.Neighborhood is { } place ? $"The contact in {place} is logged." : "The contact is logged.";
            return LocalRedirect("~/engagement");
        }
        Form.ForgetLocation(ModelState);
        List = await mediator.Send(new ListEngagements(), ct);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportEngagements(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(EngagementList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/engagement") + query;
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.WriteNotes)) throw Forbidden.Needs(Permission.WriteNotes);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        (Neighborhoods, ToChoose) = (await mediator.Neighborhoods(ct), await mediator.NeighborhoodsToChoose(ct));
        (Categories, Themes) = (await mediator.Categories(retiredToo: true, ct), await mediator.Categories(retiredToo: false, ct));
    }
}
