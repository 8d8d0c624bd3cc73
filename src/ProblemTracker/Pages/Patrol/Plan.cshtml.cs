using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>A week's plan of directed visits: who goes where when and why, what was left out, and what became of it.</summary>
[Needs(Permission.ReadProblems)]
public sealed class PlanPage(IMediator mediator, Actor actor, TimeProvider clock) : PageModel
{
    private AgencyDay _day = null!;

    [FromQuery] public DateOnly? Week { get; set; }

    public PlanReport Found { get; private set; } = new();
    public bool MayPlan => actor.Might(Permission.Supervise);
    public DateTimeOffset Now => clock.GetUtcNow();
    public DateOnly PresentWeek => DirectedTasks.WeekOf(_day.Today);
    public bool IsOver => Found.WeekOf < PresentWeek;

    public IEnumerable<SelectListItem> Weeks => Enumerable.Range(-4, DirectedTasks.WeeksAhead + 5)
        .Select(week => PresentWeek.AddDays(7 * week))
        .Select(week => new SelectListItem($"{DateText.Date(week)}{(week == PresentWeek ? " (this week)" : "")}", $"{week:yyyy-MM-dd}",
            week == Found.WeekOf));

    public DateTimeOffset Local(DateTimeOffset at) => _day.Local(at);

    public string Clock(VisitDetails visit) => $"{PatrolWords.Clock(Local(visit.StartsAt))} to {PatrolWords.Clock(Local(visit.EndsAt))}";

    public async Task OnGet(CancellationToken ct)
    {
        await this.CheckShape(new ReadPlan(Week));
        await Read(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new PlanWeek(Week)) is { } planned)
        {
            TempData[Shell.Flash] = "The week is planned.";
            return LocalRedirect($"~/patrol/plan?week={planned.WeekOf:yyyy-MM-dd}");
        }
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostFix(long id, int version, bool isFixed, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new FixVisit(id, version, isFixed)) is { } visit)
        {
            TempData[Shell.Flash] = visit.IsFixed ? "Planning again leaves this visit where it is." : "Planning again may move this visit.";
            return LocalRedirect($"~/patrol/plan?week={visit.WeekOf:yyyy-MM-dd}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Found = await mediator.Send(ModelState.IsValid ? new ReadPlan(Week) : new ReadPlan(), ct);
        Week = Found.WeekOf;
    }
}
