using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Demo;
using ProblemTracker.Nudges;
using ProblemTracker.Problems;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages;

/// <summary>My day: what waits for the person who just signed in.</summary>
public sealed class IndexModel(IMediator mediator, Actor actor, TrackerOptions options) : PageModel
{
    public MyDay Day { get; private set; } = null!;
    public Page<NudgeRow> Nudges { get; private set; } = null!;
    /// <summary>For command staff.</summary>
    public StatusReport? Status { get; private set; }

    public long PersonId => actor.PersonId ?? 0;
    public bool ReadsProblems => actor.Might(Permission.ReadProblems);
    public bool OpensProblems => actor.Might(Permission.OpenProblems);
    public bool HasNothing => Day is { Overdue.Items: [], DueSoon.Items: [], Actions.Items: [] };
    public bool IsAdministrator => actor.Might(Permission.Administer);
    public bool MovesClock => IsAdministrator && options.IsDemo;

    public async Task OnGet(CancellationToken ct)
    {
        Day = await mediator.Send(new ReadMyDay(), ct);
        Nudges = await mediator.Send(new ListMyNudges(NudgeFilter.New, Size: ReadMyDay.Shown), ct);
        if (actor.Roles.Contains(Role.Command)) Status = await mediator.Send(new ReadStatusReport(), ct);
    }

    public async Task<IActionResult> OnPostClock(int days, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new MoveDemoClock(days)) is { } moved)
        {
            TempData[Shell.Flash] = $"The demo clock shows {Written.LongDate(moved.Today)}. What fell due in between was raised.";
            return LocalRedirect("~/");
        }
        await OnGet(ct);
        return Page();
    }
}
