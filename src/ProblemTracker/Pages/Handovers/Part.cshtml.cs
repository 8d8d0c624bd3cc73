using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.People;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Handovers;

/// <summary>
/// Hands over some of a person's problems and actions to someone whose load is shown, for good or until a day: first the choice, then a
/// look at it.
/// </summary>
public sealed class HandoverPartPage(IMediator mediator) : PageModel
{
    // Links can name what is chosen.
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> ProblemIds { get; set; } = [];
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> ActionIds { get; set; } = [];
    [BindProperty] public long? ToPersonId { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateOnly? ReturnOn { get; set; }
    [BindProperty] public bool Confirmed { get; set; }
    /// <summary>Goes back from the look to the choice.</summary>
    [BindProperty] public bool Edits { get; set; }

    /// <summary>Whether the look at the choice is shown.</summary>
    public bool IsReview { get; private set; }

    public Caseload From { get; private set; } = new(0, "", true, 0, 0);
    public Page<ProblemRow> Problems { get; private set; } = new([], 0, false, null);
    public Page<ActionRow> Actions { get; private set; } = new([], 0, false, null);
    /// <summary>Everyone else who can lead, with their load.</summary>
    public IReadOnlyList<PersonLoad> Others { get; private set; } = [];

    public IReadOnlyList<ProblemRow> ChosenProblems => [.. Problems.Items.Where(problem => ProblemIds.Contains(problem.Id))];
    public IReadOnlyList<ActionRow> ChosenActions => [.. Actions.Items.Where(action => ActionIds.Contains(action.Id))];

    /// <summary>The load of the new lead and owner now; null while nobody is chosen.</summary>
    public PersonLoad? To => Others.FirstOrDefault(load => load.PersonId == ToPersonId);

    /// <summary>The same with what is handed over.</summary>
    public PersonLoad Afterward(PersonLoad now) => now with
    {
        Scanning = now.Scanning + In(Stage.Scanning),
        Analysis = now.Analysis + In(Stage.Analysis),
        Response = now.Response + In(Stage.Response),
        Assessment = now.Assessment + In(Stage.Assessment),
        Overdue = now.Overdue + ChosenProblems.Count(problem => problem.IsOverdue),
        Actions = now.Actions + ChosenActions.Count,
    };

    private int In(Stage stage) => ChosenProblems.Count(problem => problem.Stage == stage);

    /// <summary>Somebody's load, such as "5 problems (2 Analysis, 3 Response), 1 overdue; 2 planned actions".</summary>
    public static string InWords(PersonLoad load)
    {
        (Stage Stage, int Problems)[] all =
        [
            (Stage.Scanning, load.Scanning), (Stage.Analysis, load.Analysis), (Stage.Response, load.Response),
            (Stage.Assessment, load.Assessment),
        ];
        var stages = string.Join(", ", all.Where(one => one.Problems > 0).Select(one => $"{one.Problems} {Wording.Of(one.Stage)}"));
        var led = load.Open == 0 ? "Leads no problems" : $"{(load.Open == 1 ? "1 problem" : $"{load.Open} problems")} ({stages}), "
            + $"{(load.Overdue == 0 ? "none" : load.Overdue)} overdue";
        return $"{led}; {(load.Actions == 1 ? "1 planned action" : $"{load.Actions} planned actions")}";
    }

    public Task OnGet(long id, CancellationToken ct) => Read(id, ct);

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await Read(id, ct);
        if (Edits) return Page();
        if (To is null && ModelState.IsValid) ModelState.AddModelError(nameof(ToPersonId), "Choose the new lead and owner.");
        var message = new HandOverWork(id, ToPersonId ?? 0, ProblemIds, ActionIds, Reason ?? "", ReturnOn);
        if (!Confirmed)
        {
            await this.CheckShape(message);
            var today = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
            if (HandOverWork.AgainstReturn(ReturnOn, today) is { } wrong) ModelState.AddModelError(nameof(ReturnOn), wrong);
            IsReview = ModelState.IsValid;
            return Page();
        }
        if (await this.TrySend(mediator, message) is { } done)
        {
            var until = ReturnOn is { } day ? $" until {DateText.LongDate(day)}" : "";
            TempData[Shell.Flash] = $"{HandoverPage.InWords(done.Problems, done.Actions)} handed over from {From.Name} to "
                + $"{To?.Name}{until}.";
            return LocalRedirect($"~/problems?leadId={done.ToPersonId}&open=true");
        }
        return Page();
    }

    private async Task Read(long id, CancellationToken ct)
    {
        var loads = await mediator.Send(new ReadLoads(), ct);
        From = await mediator.Send(new ReadCaseload(id), ct);
        const int most = ProblemTracker.Shared.Page.LargestSize;
        Problems = await mediator.Send(new ListProblems { LeadId = id, Open = true, Sort = ProblemSort.Due, Size = most }, ct);
        Actions = await mediator.Send(
            new FindActions { OwnerId = id, Status = ActionStatus.Planned, Open = true, Sort = ActionSort.Newest, Size = most }, ct);
        Others = [.. loads.People.Where(load => load.PersonId != id)];
    }
}
