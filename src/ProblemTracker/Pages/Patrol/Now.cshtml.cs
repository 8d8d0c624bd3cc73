using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>For an officer's phone: the unit's visits of today, done in one tap, and tasks nearby.</summary>
[Needs(Permission.WriteNotes)]
public sealed class NowPage(IMediator mediator, TimeProvider clock) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true)] public double? Latitude { get; set; }
    [BindProperty(SupportsGet = true)] public double? Longitude { get; set; }

    public NowList Found { get; private set; } = new([], [], []);
    public IReadOnlyList<UnitDetails> All { get; private set; } = [];
    public DateTimeOffset Now => clock.GetUtcNow();

    public IEnumerable<SelectListItem> Units => All.Select(unit => new SelectListItem(unit.Name, $"{unit.Id}"));

    public string Clock(DateTimeOffset at) => PatrolWords.Clock(_day.Local(at));

    /// <summary><c>0.8 km away, visited 20 min ago</c></summary>
    public string Where(NearbyTask near) => string.Join(", ", new[]
    {
        near.Meters is { } meters ? meters < 1000 ? $"{meters:0} m away" : $"{meters / 1000:0.0} km away" : null,
        near.LastAt is not { } last ? "no visit in two weeks"
            : Now - last < TimeSpan.FromHours(1) ? $"visited {Math.Max(1, (int)(Now - last).TotalMinutes)} min ago"
            : $"last visit {DateText.Time(_day.Local(last))}",
    }.Where(part => part is not null));

    public async Task OnGet(CancellationToken ct)
    {
        await this.CheckShape(new ReadNow(Latitude, Longitude));
        await Read(ct);
    }

    public Task<IActionResult> OnPostDone(long id, int version, int? minutes, string? note, CancellationToken ct) =>
        Do(new RecordVisit(id, version, VisitOutcome.Done, minutes, note), "Recorded as done.", ct);

    public Task<IActionResult> OnPostNotDone(long id, int version, string? note, CancellationToken ct) =>
        Do(new RecordVisit(id, version, VisitOutcome.NotDone, null, note), "Recorded as not done.", ct);

    public Task<IActionResult> OnPostUndo(long id, int version, CancellationToken ct) =>
        Do(new RecordVisit(id, version, null), "Taken back.", ct);

    public Task<IActionResult> OnPostMade(long taskId, long unitId, int? minutes, string? note, CancellationToken ct) =>
        Do(new MakeVisit(taskId, unitId, minutes, note), "Recorded as done.", ct);

    public Task<IActionResult> OnPostJoin(long unitId, CancellationToken ct) => Do(new JoinUnit(unitId), "This is your unit now.", ct);

    public Task<IActionResult> OnPostLeave(long unitId, CancellationToken ct) =>
        Do(new LeaveUnit(unitId), "This is no longer your unit.", ct);

    private async Task<IActionResult> Do<T>(IRequest<T> message, string done, CancellationToken ct) where T : class
    {
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = done;
            return RedirectToPage(new { Latitude, Longitude });
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Found = await mediator.Send(ModelState.IsValid ? new ReadNow(Latitude, Longitude) : new ReadNow(), ct);
        All = await mediator.Send(new ListUnits(), ct);
    }
}
