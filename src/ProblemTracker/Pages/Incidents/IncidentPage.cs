using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Incidents;

/// <summary>
/// A page about filtered incidents. The filter is in the address, under the API's names, and is restored when the page is opened again.
/// </summary>
[BindProperties(SupportsGet = true)]
public abstract class IncidentPage(IMediator mediator, Actor actor) : PageModel
{
    /// <summary>Whether the reader works at the intake desk.</summary>
    protected bool WorksConcerns => actor.Might(Permission.WorkConcerns);

    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0: incidents without a neighborhood.</summary>
    public long? NeighborhoodId { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    /// <summary>Meters.</summary>
    public double? Radius { get; set; }
    public string? Text { get; set; }
    /// <summary>Corners, one per line, or GeoJSON. In the address, semicolons separate the corners.</summary>
    public string? Area { get; set; }
    public DayOfWeek? Weekday { get; set; }
    /// <summary>0 to 23.</summary>
    public int? Hour { get; set; }
    /// <summary>A whole address, set by the link of a place.</summary>
    public string? Address { get; set; }
    /// <summary>The import that added them, set by the link of an import.</summary>
    public long? ImportId { get; set; }
    /// <summary>The radius in the form of an agency that uses feet.</summary>
    public double? Feet { get; set; }
    /// <summary>The problem to link to, if the reader came from one. Incidents linked to it are then left out.</summary>
    public long? ProblemId { get; set; }
    /// <summary>Shows the unfiltered list instead of the remembered filter; gives that list an address of its own.</summary>
    public bool All { get; set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SavedFilterDetails> Saved { get; private set; } = [];

    /// <summary>Meters in a foot.</summary>
    public const double Foot = 0.3048;

    /// <summary>Whether the agency uses feet.</summary>
    public bool InFeet { get; private set; }

    /// <summary>Path of the page within this application.</summary>
    public abstract string Path { get; }

    public bool IsFiltered => !Filter.IsEmpty;

    protected IMediator Mediator => mediator;
    protected Actor Actor => actor;

    public IncidentFilter Filter => new(From, To, CategoryCode, NeighborhoodId, Latitude, Longitude, Radius, Text: Text, Area: Area,
        Weekday: Weekday, Hour: Hour, Address: Address, NotLinkedTo: ProblemId, ImportId: ImportId);

    private string Cookie => $"incidents-{actor.PersonId}";

    /// <summary>Redirects to the address of the posted filter. The form is posted because an area can be too long for an address.</summary>
    public async Task<IActionResult> OnPostFilter(CancellationToken ct)
    {
        await ReadUnit(ct);
        if (InFeet) Radius = Feet is { } feet ? Math.Round(feet * Foot, 1) : null;
        await Check();
        if (ModelState.IsValid) return LocalRedirect(Href());
        await Read(ct);
        return Page();
    }

    /// <summary>
    /// Redirects to the remembered filter, or for a problem alone to the incidents near it; null if the address has another query or no
    /// filter is remembered.
    /// </summary>
    protected async Task<IActionResult?> Return(CancellationToken ct)
    {
        if (ProblemId is { } problem && Request.Query.Count == 1 && ModelState.IsValid)
            return LocalRedirect(Href((await mediator.Send(new ReadProblemPlace(problem), ct)).Find, Path));
        if (Request.QueryString.HasValue) return null;
        return Remembered() is { } query ? LocalRedirect($"~{Path}{query}") : null;
    }

    /// <summary>Adds the filter's errors to its fields and shows the area with one corner per line.</summary>
    protected async Task Check()
    {
        await this.CheckShape(new ListIncidents(Filter));
        if (Area is null || !ModelState.IsValid) return;
        Area = IncidentArea.Read(Area, out _)!.Corners.Replace(";", "\n").Replace(",", ", ");
        // ModelState would show the posted text instead of the reformatted area.
        ModelState.Remove(nameof(Area));
    }

    /// <summary>The problem to link to, as far as the reader may see it.</summary>
    public ProblemHead? Target { get; private set; }

    /// <summary>The filter in a few words, for a page that folds its form.</summary>
    public string InWords
    {
        get
        {
            var category = Categories.FirstOrDefault(option => option.Value == CategoryCode)?.Text;
            var neighborhood = Neighborhoods.FirstOrDefault(option => option.Value == $"{NeighborhoodId}")?.Text;
            var around = Filter.IsNear ? InFeet ? $"within {Radius / Foot:0} feet" : $"within {Radius:0} meters" : null;
            string?[] parts =
            [
                category ?? "all categories", around, Area is null ? null : "inside an area", neighborhood, Address, Text,
                ImportId is { } import ? $"import {import}" : null,
                Weekday?.ToString(), Hour is { } hour ? PatternsPage.HourText(hour) : null,
                From is { } from ? $"from {DateText.Date(from)}" : null, To is { } to ? $"to {DateText.Date(to)}" : null,
            ];
            return string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        }
    }

    private async Task ReadUnit(CancellationToken ct) =>
        InFeet = (await mediator.Send(new ReadMapSettings(), ct)).Value.Unit == DistanceUnit.Feet;

    protected virtual async Task Read(CancellationToken ct)
    {
        await ReadUnit(ct);
        if (InFeet)
        {
            Feet ??= Radius is { } meters ? Math.Round(meters / Foot) : null;
            if (ModelState.TryGetValue(nameof(Radius), out var entry))
                foreach (var error in entry.Errors.ToList()) ModelState.AddModelError(nameof(Feet), error.ErrorMessage);
            ModelState.Remove(nameof(Radius));
        }
        if (ProblemId is { } problem) Target = await mediator.Send(new ReadProblemHead(problem), ct);
        Neighborhoods = await mediator.NeighborhoodsOfIncidents(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Saved = (await mediator.Send(new ListSavedFilters(), ct)).Items;
    }

    /// <summary>The address of a page with another filter.</summary>
    public string Href(IncidentFilter filter, string path = "/incidents")
    {
        var query = new QueryBuilder(Set(filter));
        if (ProblemId is not null) query.Add("problemId", $"{ProblemId}");
        return $"~{path}{query}";
    }

    public string Href(string? after = null, string? handler = null, string? path = null)
    {
        var query = new QueryBuilder(Set());
        if (ProblemId is not null) query.Add("problemId", $"{ProblemId}");
        if (!IsFiltered) query.Add("all", "true");
        if (after is not null) query.Add("after", after);
        if (handler is not null) query.Add("handler", handler);
        return $"~{path ?? Path}{query}";
    }

    /// <summary>The address of the page with a saved filter.</summary>
    public string Href(SavedFilterDetails saved) => $"~{Path}{new QueryBuilder(Set(saved.Filter))}";

    public IEnumerable<KeyValuePair<string, string>> Set() => Set(Filter);

    public static IEnumerable<KeyValuePair<string, string>> Set(IncidentFilter filter)
    {
        var invariant = CultureInfo.InvariantCulture;
        return new (string Name, string? Value)[]
        {
            ("from", filter.From?.ToString("yyyy-MM-dd", invariant)), ("to", filter.To?.ToString("yyyy-MM-dd", invariant)),
            ("categoryCode", filter.CategoryCode),
            ("neighborhoodId", filter.NeighborhoodId?.ToString(invariant)), ("latitude", filter.Latitude?.ToString(invariant)),
            ("longitude", filter.Longitude?.ToString(invariant)), ("radius", filter.Radius?.ToString(invariant)),
            ("area", filter.Area is { } area ? IncidentArea.Read(area, out _)?.Corners ?? area : null), ("text", filter.Text),
            ("weekday", filter.Weekday?.ToString()), ("hour", filter.Hour?.ToString(invariant)), ("address", filter.Address),
            ("importId", filter.ImportId?.ToString(invariant)),
        }.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!));
    }

    /// <summary>Stores the filter in this person's cookie, without the search text and address, which may contain names.</summary>
    protected void Remember()
    {
        if (ProblemId is not null) return;
        var query = new QueryBuilder(Set().Where(f => f.Key is not ("text" or "address"))).ToString();
        if (query.Length is > 1 and < LongestRemembered)
            Response.Cookies.Append(Cookie, query,
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = Request.IsHttps,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromDays(30)
                });
        else Response.Cookies.Delete(Cookie);
    }

    private const int LongestRemembered = 3500;

    private string? Remembered() =>
        Request.Cookies[Cookie] is { Length: > 1 and < LongestRemembered } query && query[0] == '?'
            && query.All(c => c is > ' ' and < (char)127) ? query : null;
}
