using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Incidents;

/// <summary>One incident, and what imports changed of it.</summary>
public sealed class IncidentHistoryPage(IMediator mediator) : PageModel
{
    [FromRoute] public long Id { get; set; }

    public IncidentHistory Shown { get; private set; } = null!;
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public string Local(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, Zone));

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await mediator.Send(new ReadIncidentHistory(Id), ct);
        Zone = (await mediator.Send(new ReadAgencyDay(), ct)).Zone;
    }
}
