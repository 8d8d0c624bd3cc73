using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Search;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Search;

/// <summary>Results for the words in the header's search box.</summary>
[BindProperties(SupportsGet = true)]
public sealed class SearchPage(IMediator mediator, Actor actor) : PageModel
{
    public string Q { get; set; } = "";
    public FoundKind? Kind { get; set; }
    public string? After { get; set; }

    /// <summary>The types of results that the reader may open.</summary>
    public IEnumerable<FoundCount> Counts(TextFound found) =>
        found.Counts.Where(count => count.Kind != FoundKind.Concern || actor.Might(Permission.WorkConcerns));

    public TextFound? Found { get; private set; }
    public AgencyDay Day { get; private set; } = null!;

    /// <summary>People of the department with this name.</summary>
    public IReadOnlyList<PersonFound> People { get; private set; } = [];

    /// <summary>Stakeholders with a similar name, if none has these words.</summary>
    public IReadOnlyList<SimilarStakeholder> Near { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // A number opens its problem, unless a type of result was chosen.
        if (Q.Length > 0 && Kind is null && (await mediator.Send(new FindByNumber(Q), ct)).Id is { } numbered)
            return LocalRedirect($"~/problems/{numbered}");
        Day = await mediator.Send(new ReadAgencyDay(), ct);
        if (Q.Length == 0 || (Found = await this.TrySend(mediator, new FindText(Q, Kind, After))) is null) return Page();
        People = await mediator.Send(new FindPeople(Q), ct);
        if (Found.Counts.Single(count => count.Kind == FoundKind.Stakeholder).Total == 0)
            Near = await mediator.Send(new FindSimilarStakeholders(Q), ct);
        return Page();
    }

    /// <summary>Suggestions for the search box in the header.</summary>
    public async Task<IActionResult> OnGetSuggest(CancellationToken ct)
    {
        var suggestions = new List<Suggestion>();
        if (Q.Trim().Length > 0 && Q.Length <= TextQuery.LongestText)
        {
            if (await mediator.Send(new FindByNumber(Q), ct) is { Id: { } id, Label: { } label })
                suggestions.Add(new($"/problems/{id}", label, "Problem"));
            var found = (await mediator.Send(new SuggestText(Q), ct)).Items;
            suggestions.AddRange(found.Select(item => new Suggestion(
                item.Kind switch
                {
                    FoundKind.Problem => $"/problems/{item.Id}",
                    FoundKind.Concern => $"/concerns/{item.Id}",
                    _ => $"/stakeholders/{item.Id}",
                }, item.Title, item.About)));
            suggestions.AddRange((await mediator.Send(new FindPeople(Q), ct)).Take(SuggestText.MostOfKind)
                .Select(person => new Suggestion(LedBy(person), person.Name, InWords(person))));
        }
        return Partial("_Suggestions", suggestions.DistinctBy(suggestion => suggestion.Href).ToList());
    }

    /// <summary>The path of the list of problems that a person leads.</summary>
    public static string LedBy(PersonFound person) => $"/problems?leadId={person.Id}&sort=StageSince";

    public static string InWords(PersonFound person) =>
        $"{string.Join(", ", person.Roles.Select(role => Wording.Of(role)))}{(person.Active ? "" : ", has left")}";

    public string Href(FoundKind kind, string? after = null)
    {
        var query = new QueryBuilder { { "q", Q }, { "kind", kind.ToString() } };
        if (after is not null) query.Add("after", after);
        return Url.Content($"~/search{query}");
    }

    /// <summary>An item's page. Incidents have none of their own, so they link to the incident list with the same words.</summary>
    public string Href(FoundItem item) => Url.Content(item.Kind switch
    {
        FoundKind.Problem => $"~/problems/{item.Id}",
        FoundKind.Stakeholder => $"~/stakeholders/{item.Id}",
        FoundKind.Concern => $"~/concerns/{item.Id}",
        _ => $"~/incidents{new QueryBuilder { { "text", Q } }}",
    });

    public static string Name(FoundKind kind) => kind switch
    {
        FoundKind.Problem => "Problems",
        FoundKind.Stakeholder => "Stakeholders",
        FoundKind.Concern => "Concerns",
        _ => "Incidents",
    };
}

/// <summary>A line of <c>_Suggestions</c>.</summary>
/// <param name="Href">A path in this application.</param>
public sealed record Suggestion(string Href, string Title, string? About);
