using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages;

/// <summary>Actions of all problems. The filters stand in the address, in the API's names.</summary>
[BindProperties(SupportsGet = true)]
public sealed class ActionsModel(IMediator mediator) : PageModel
{
    public ActionStatus? Status { get; set; }
    public ActionOwner? OwnedBy { get; set; }
    /// <summary>0 means nobody at all.</summary>
    public long? OwnerId { get; set; }
    public DateOnly? DueFrom { get; set; }
    public DateOnly? DueTo { get; set; }
    /// <summary>Of the problem.</summary>
    public bool? Open { get; set; }
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>Of the problem; 0 means nobody.</summary>
    public long? LeadId { get; set; }
    public ActionSort Sort { get; set; }

    // Filters that only links set; the page names them.
    public bool? Outside { get; set; }
    public bool? OnTime { get; set; }
    public bool? Dated { get; set; }
    public DateOnly? AgreedFrom { get; set; }
    public DateOnly? AgreedTo { get; set; }
    public DateOnly? OpenedFrom { get; set; }
    public DateOnly? OpenedTo { get; set; }
    public string? After { get; set; }

    public Page<ActionRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public static readonly SelectListItem[] States = [new("Open and closed", ""), new("Open", "true"), new("Closed", "false")];
    public static readonly SelectListItem[] Sorts = [new("Newest", nameof(ActionSort.Newest)), new("Due first", nameof(ActionSort.Due))];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A form sends its empty fields too; the address keeps what is set.
        if (ModelState.IsValid && Request.QueryString.Value is { } query && (query.Contains("=&", StringComparison.Ordinal) || query.EndsWith('='))) return Redirect(Href());
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        People = await mediator.EverLeads(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, new FindActions(Filter, Sort, After));
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        await (await mediator.Send(new ExportActions(Filter), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null) => Url.Content("~/actions") + new QueryBuilder(new (string Name, string? Value)[]
    {
        ("status", Status?.ToString()), ("ownedBy", OwnedBy?.ToString()), ("ownerId", Id(OwnerId)), ("dueFrom", Day(DueFrom)), ("dueTo", Day(DueTo)),
        ("open", Flag(Open)), ("neighborhoodId", Id(NeighborhoodId)), ("categoryCode", CategoryCode), ("leadId", Id(LeadId)),
        ("sort", Sort == ActionSort.Newest ? null : Sort.ToString()), ("after", after), ("handler", handler),
    }.Concat(LinkFilters()).Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!)));

    /// <summary>What only a link can have set, in words.</summary>
    public IEnumerable<string> SetByLink()
    {
        if (Outside is { } outside) yield return outside ? "Owned outside the police" : "Not owned outside the police";
        if (OnTime is { } onTime) yield return onTime ? "Done on time" : "Done late";
        if (Dated is { } dated) yield return dated ? "With a due date" : "Without a due date";
        if (Written.Period(new() { From = AgreedFrom, To = AgreedTo }) is { } agreed) yield return $"Agreed {agreed}";
        if (Written.Period(new() { From = OpenedFrom, To = OpenedTo }) is { } opened) yield return $"Problem opened {opened}";
    }

    public IEnumerable<(string Name, string? Value)> LinkFilters() =>
        new[] { ("outside", Flag(Outside)), ("onTime", Flag(OnTime)), ("dated", Flag(Dated)), ("agreedFrom", Day(AgreedFrom)), ("agreedTo", Day(AgreedTo)), ("openedFrom", Day(OpenedFrom)), ("openedTo", Day(OpenedTo)) }.Where(f => f.Item2 is not null);

    private ActionFilter Filter => new()
    {
        Status = Status,
        OwnedBy = OwnedBy,
        OwnerId = OwnerId,
        Outside = Outside,
        DueFrom = DueFrom,
        DueTo = DueTo,
        OnTime = OnTime,
        Dated = Dated,
        AgreedFrom = AgreedFrom,
        AgreedTo = AgreedTo,
        Open = Open,
        NeighborhoodId = NeighborhoodId,
        CategoryCode = CategoryCode,
        LeadId = LeadId,
        OpenedFrom = OpenedFrom,
        OpenedTo = OpenedTo,
    };

    private static string? Flag(bool? flag) => flag is { } set ? set ? "true" : "false" : null;

    private static string? Id(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
