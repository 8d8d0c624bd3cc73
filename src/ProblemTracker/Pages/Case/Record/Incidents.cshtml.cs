using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>The incidents linked to a problem as its evidence.</summary>
public sealed class CaseIncidentsPage(IMediator mediator) : CaseHeadPage(mediator)
{
    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public long IncidentId { get; set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public Page<IncidentRow> Rows { get; private set; } = new([], 0, false, null);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPostUnlinkAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new UnlinkIncident(Id, IncidentId)) is null ? await Show(ct)
            : Saved("Incident unlinked.",
                $"/problems/{Id}/incidents{(After is null ? "" : $"?after={Uri.EscapeDataString(After)}")}");

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        await Open(ct);
        Rows = await Mediator.Send(new ListIncidents(new IncidentFilter(ProblemId: Id), After), ct);
        Zone = (await Mediator.Send(new ReadAgencyDay(), ct)).Zone;
        return Page();
    }
}
