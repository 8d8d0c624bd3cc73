using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Engagement;

/// <summary>Logs a contact with residents, above the latest ones.</summary>
public sealed class ContactsPage(IMediator mediator, Actor actor) : PlainListPage<ListEngagements, EngagementRow>(mediator)
{
    public static readonly IReadOnlyList<SelectListItem> Kinds =
        [.. Enum.GetValues<EngagementKind>().Select(kind => new SelectListItem(Wording.Of(kind), kind.ToString()))];

    private const int Shown = 10;

    private AgencyDay _day = null!;

    [BindProperty] public EngagementForm Form { get; set; } = new();

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    /// <summary>The neighborhoods of the form.</summary>
    public IReadOnlyList<SelectListItem> ToChoose { get; private set; } = [];
    /// <summary>The categories of the form.</summary>
    public IReadOnlyList<SelectListItem> Themes { get; private set; } = [];
    public IReadOnlyList<SelectListItem> People => [new("Me", $"{actor.PersonId}")];

    public override async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await ReadChoices(ct);
        // Most people work in one neighborhood.
        Form.NeighborhoodId = (await Mediator.Send(new ListEngagements { PersonId = actor.PersonId, Size = 1 }, ct)).Items
            .Select(contact => contact.NeighborhoodId).FirstOrDefault(id => ToChoose.Any(choice => choice.Value == $"{id}"));
        await ReadList();
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await ReadChoices(ct);
        if (await this.TrySend(Mediator, new LogEngagement(Form.Facts(_day, ModelState)), nameof(Form)) is { } logged)
        {
            TempData[Shell.Flash] = logged.Neighborhood is { } place ? $"The contact in {place} is logged." : "The contact is logged.";
            return LocalRedirect("~/engagement");
        }
        Form.ForgetLocation(ModelState);
        await ReadAnyway(ct);
        return Page();
    }

    protected override string Path => "/engagement";
    protected override Filters<ListEngagements> Filters => EngagementList.Filters;
    protected override IQuery<CsvFile> Export => new ExportEngagements(Filter);

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.WriteNotes)) throw Forbidden.Needs(Permission.WriteNotes);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        // The latest; a longer list would hide what is below it on a phone.
        Filter = Filter with { Size = Shown };
        (Neighborhoods, ToChoose) = (await Mediator.Neighborhoods(ct), await Mediator.NeighborhoodsToChoose(ct));
        (Categories, Themes) = (await Mediator.Categories(retiredToo: true, ct), await Mediator.Categories(retiredToo: false, ct));
    }
}
