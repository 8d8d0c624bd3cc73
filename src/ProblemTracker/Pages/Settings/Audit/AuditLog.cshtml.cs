using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Case;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Settings;

/// <summary>The overall audit, newest first, with filters and a CSV file.</summary>
public sealed class AuditLogPage(IMediator mediator, Actor actor) : PageModel
{
    // The kinds of events whose subject is a person.
    private static readonly string[] OfAccounts = ["person", "signIn", "secondFactor", "signOn", "session"];

    private readonly Dictionary<string, string> _neighborhoods = [], _categories = [];
    private Dictionary<long, string> _people = [];
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListAudit Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<AuditItem>? List { get; private set; }

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public bool SeesOrigins => AuditSql.SeesOrigin(actor, null);

    /// <summary>Whether the list has everything, not only what this reader may view.</summary>
    public bool SeesAll => AuditSql.SeesAll(actor);

    public static IEnumerable<SelectListItem> Events =>
        EventWords.All.OrderBy(words => words.Value, StringComparer.Ordinal).Select(words => new SelectListItem(words.Value, words.Key));

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadAuditLog)) throw Forbidden.Needs(Permission.ReadAuditLog);
        // A form also sends its empty fields; redirect to an address without them.
        if (ModelState.IsValid && Request.HadBlankValues()) return Redirect(Href());
        await ReadNames(ct);
        if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return await OnGet(ct);
        if (await this.TrySend(mediator, new ExportAudit(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public DateTimeOffset Local(DateTimeOffset at) => _day.Local(at);

    /// <summary>Whose account the entry is about; null if it is about no account of the department, or about the author's own.</summary>
    public string? AccountOf(AuditItem item) =>
        OfAccounts.Contains(item.Event.Split('.')[0]) && long.TryParse(item.SubjectId, out var id) && id != item.PersonId
            ? _people.GetValueOrDefault(id) : null;

    public IReadOnlyList<Change> ChangesOf(AuditItem item) => Changes.Between(item.Before, item.After, NameOf, Time);

    public string Href(string? after = null, string? handler = null)
    {
        var query = new QueryBuilder(AuditList.Filters.Address(Filter));
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return Url.Content("~/audit") + query;
    }

    private string? NameOf(string member, string value) => member switch
    {
        "categoryCode" => _categories.GetValueOrDefault(value, value),
        "neighborhoodId" => _neighborhoods.GetValueOrDefault(value),
        "ownerId" or "leadId" or "team" or "personId" or "toPersonId" or "supervisorId" or "commanderId" =>
            long.TryParse(value, out var id) ? _people.GetValueOrDefault(id) : null,
        _ => null,
    };

    private async Task ReadNames(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        var people = (await mediator.Send(new ListPeople(), ct)).Items.Where(person => person.StakeholderId is null).ToList();
        _people = people.ToDictionary(person => person.Id, person => person.Name);
        People = [.. people.Select(person => new SelectListItem(person.Name, $"{person.Id}"))];
        foreach (var place in await mediator.Neighborhoods(ct)) _neighborhoods[place.Value] = place.Text;
        foreach (var category in await mediator.Categories(retiredToo: true, ct)) _categories[category.Value] = category.Text;
    }
}
