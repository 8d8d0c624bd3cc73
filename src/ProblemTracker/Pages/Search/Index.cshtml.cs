using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Search;

namespace ProblemTracker.Pages.Search;

/// <summary>Results for the words in the header's search box.</summary>
[BindProperties(SupportsGet = true)]
public sealed class SearchPage(IMediator mediator) : PageModel
{
    public string Q { get; set; } = "";
    public FoundKind? Kind { get; set; }
    public string? After { get; set; }

    public TextFound? Found { get; private set; }
    public AgencyDay Day { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Day = await mediator.Send(new ReadAgencyDay(), ct);
        if (Q.Length > 0) Found = await this.TrySend(mediator, new FindText(Q, Kind, After));
    }

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
        _ => $"~/incidents{new QueryBuilder { { "text", Q } }}",
    });

    public static string Name(FoundKind kind) =>
        kind switch { FoundKind.Problem => "Problems", FoundKind.Stakeholder => "Stakeholders", _ => "Incidents" };
}
