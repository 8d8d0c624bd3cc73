using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Incidents;

/// <summary>Finds incidents and links them to a problem, or opens one from them.</summary>
public sealed class IndexModel(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public DateOnly? From { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? To { get; set; }
    [BindProperty(SupportsGet = true)] public string? CategoryCode { get; set; }
    /// <summary>0: in none.</summary>
    [BindProperty(SupportsGet = true)] public long? NeighborhoodId { get; set; }
    [BindProperty(SupportsGet = true)] public double? Latitude { get; set; }
    [BindProperty(SupportsGet = true)] public double? Longitude { get; set; }
    /// <summary>Meters.</summary>
    [BindProperty(SupportsGet = true)] public double? Radius { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }
    /// <summary>The problem to link to.</summary>
    [BindProperty(SupportsGet = true)] public long? ProblemId { get; set; }

    [BindProperty] public IReadOnlyList<long> IncidentIds { get; set; } = [];
    /// <summary>All that the filter finds, instead of the chosen ones.</summary>
    [BindProperty] public bool Everything { get; set; }

    public Page<IncidentRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    /// <summary>Open problems that the reader may link to.</summary>
    public IReadOnlyList<SelectListItem> Problems { get; private set; } = [];

    public bool Links => actor.Might(Permission.WorkEvidence);
    public bool Opens => actor.Might(Permission.OpenProblems);
    public bool Imports => actor.Might(Permission.Import);
    public bool IsFiltered => !Filter.IsEmpty;

    private IncidentFilter Filter => new(From, To, CategoryCode, NeighborhoodId, Latitude, Longitude, Radius);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        if (ProblemId is null) ModelState.AddModelError(nameof(ProblemId), "Choose a problem.");
        var message = Everything ? new LinkIncidents(ProblemId ?? 0, Filter: Filter) : new LinkIncidents(ProblemId ?? 0, IncidentIds);
        var linked = await this.TrySend(mediator, message);
        await Read(ct);
        if (linked is null) return Page();
        var number = Problems.FirstOrDefault(p => p.Value == $"{ProblemId}")?.Text.Split(' ')[0] ?? "the problem";
        TempData[Shell.Flash] = linked.Added == 0
            ? $"These were linked to {number} before."
            : $"{linked.Added:N0} {(linked.Added == 1 ? "incident" : "incidents")} linked to {number}. It has {linked.Events:N0} now.";
        return LocalRedirect(Href(After));
    }

    /// <summary>On to the form that opens a problem, which links these incidents when it is done.</summary>
    public async Task<IActionResult> OnPostOpen(CancellationToken ct)
    {
        if (!Everything && IncidentIds.Count == 0) ModelState.AddModelError(nameof(IncidentIds), "Choose at least one incident.");
        if (Everything && !IsFiltered) ModelState.AddModelError(nameof(Everything), "Filter first: a problem is a set of events that belong together.");
        if (!ModelState.IsValid)
        {
            await Read(ct);
            return Page();
        }
        var query = new QueryBuilder();
        if (NeighborhoodId is > 0) query.Add("Form.NeighborhoodId", $"{NeighborhoodId}");
        if (CategoryCode is not null) query.Add("Form.CategoryCode", CategoryCode);
        if (Everything) foreach (var (name, value) in Set()) query.Add($"Incidents.{name}", value);
        else query.Add("Ids", IncidentIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        return LocalRedirect($"~/problems/open{query}");
    }

    public string Href(string? after = null)
    {
        var query = new QueryBuilder(Set());
        if (ProblemId is not null) query.Add("problemId", $"{ProblemId}");
        if (after is not null) query.Add("after", after);
        return $"~/incidents{query}";
    }

    public IEnumerable<KeyValuePair<string, string>> Set()
    {
        var invariant = CultureInfo.InvariantCulture;
        return new (string Name, string? Value)[]
        {
            ("from", From?.ToString("yyyy-MM-dd", invariant)), ("to", To?.ToString("yyyy-MM-dd", invariant)), ("categoryCode", CategoryCode),
            ("neighborhoodId", NeighborhoodId?.ToString(invariant)), ("latitude", Latitude?.ToString(invariant)),
            ("longitude", Longitude?.ToString(invariant)), ("radius", Radius?.ToString(invariant)),
        }.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!));
    }

    private async Task Read(CancellationToken ct)
    {
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        if (Links)
        {
            // An officer works on the team's problems; supervisors and analysts on all.
            var mine = actor.Roles.Contains(Role.Supervisor) || actor.Roles.Contains(Role.Analyst) ? null : actor.PersonId;
            var open = await mediator.Send(new ListProblems(Open: true, MemberId: mine, Sort: ProblemSort.Newest, Size: ProblemTracker.Shared.Page.LargestSize), ct);
            Problems = [.. open.Items.Select(p => new SelectListItem($"{p.Number} {p.Title}", $"{p.Id}"))];
        }
        try
        {
            List = await mediator.Send(new ListIncidents(Filter, After), ct);
        }
        catch (Invalid invalid)
        {
            foreach (var (field, sentences) in invalid.Errors) ModelState.TryAddModelError(field, sentences[0]);
        }
    }
}
