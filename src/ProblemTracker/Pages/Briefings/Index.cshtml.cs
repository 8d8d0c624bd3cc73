using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Briefings;

/// <summary>The commander's briefing: a two-minute read that prints on three pages.</summary>
public sealed class BriefingPage(IMediator mediator) : PageModel
{
    private const int Shades = 5;

    public Briefing Briefing { get; private set; } = null!;

    /// <summary>The neighborhoods, darker with more open problems. The table has the same numbers.</summary>
    public MapFrame Map
    {
        get
        {
            var most = Math.Max(1, Briefing.Places.Max(place => place.Open.Value));
            return new("Map of open problems by neighborhood")
            {
                HasList = false,
                Tints =
                [
                    .. Briefing.Places.Select(place => new MapTint(place.NeighborhoodId,
                        (int)Math.Ceiling((double)Shades * place.Open.Value / most),
                        $"{place.Open.Value:N0} open, {place.Overdue.Value:N0} overdue", Url.Content("~" + place.Open.Href))),
                ],
            };
        }
    }

    public async Task OnGet(CancellationToken ct) => Briefing = await mediator.Send(new ReadBriefing(), ct);
}
