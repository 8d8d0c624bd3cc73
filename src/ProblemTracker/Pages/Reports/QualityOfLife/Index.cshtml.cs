using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>Quality of life by neighborhood, each compared only to its own past.</summary>
public sealed class QualityOfLifePage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public long? NeighborhoodId { get; set; }

    /// <summary>Null if the neighborhood is unknown; the page then shows the error.</summary>
    public LifeReport? Life { get; private set; }

    /// <summary>Whether figures are unfolded.</summary>
    public bool IsOne => Life?.Neighborhoods.Count == 1;

    /// <summary>Neighborhoods whose incidents can't be shown per 1,000 residents.</summary>
    public IReadOnlyList<PlaceLife> Uncounted => [.. Life!.Neighborhoods.Where(place => place.Population is not > 0)];

    public string CsvHref => Url.Content("~/quality-of-life?handler=csv") + (NeighborhoodId is { } id ? $"&neighborhoodId={id}" : "");

    public bool MayCount => actor.Might(Permission.Administer);

    public async Task OnGet()
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        Life = await this.TrySend(mediator, new ReadQualityOfLife(NeighborhoodId));
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        var life = await mediator.Send(new ReadQualityOfLife(NeighborhoodId), ct);
        await life.ToTable().File(life.Today).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }
}
