using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.People;

/// <summary>Hands over a person's open problems and planned actions to someone else, after showing how many there are.</summary>
public sealed class HandoverPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public long? ToPersonId { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public Caseload Caseload { get; private set; } = new(0, "", true, 0, 0);
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public bool IsAdministrator => actor.Might(Permission.Administer);
    public bool ChoosesParts => actor.Might(Permission.Supervise);
    public bool HasAny => Caseload.Problems + Caseload.Actions > 0;

    public static string InWords(int problems, int actions) => (problems, actions) switch
    {
        (_, 0) => Problems(problems),
        (0, _) => Actions(actions),
        _ => $"{Problems(problems)} and {Actions(actions)}",
    };

    public Task OnGetAsync(long id, CancellationToken ct) => Read(id, ct);

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        await Read(id, ct);
        if (ToPersonId is null && ModelState.IsValid) ModelState.AddModelError(nameof(ToPersonId), "Choose the new lead and owner.");
        if (await this.TrySend(mediator, new HandOverCaseload(id, ToPersonId ?? 0, Reason ?? "")) is { } done)
        {
            TempData[Shell.Flash] =
                $"{InWords(done.Problems, done.Actions)} handed over from {Caseload.Name} to "
                    + $"{People.FirstOrDefault(p => p.Value == $"{ToPersonId}")?.Text}.";
            return LocalRedirect(IsAdministrator ? "~/people" : $"~/problems?leadId={done.ToPersonId}&open=true");
        }
        return Page();
    }

    private async Task Read(long id, CancellationToken ct)
    {
        Caseload = await mediator.Send(new ReadCaseload(id), ct);
        People = [.. (await mediator.Send(new ListPeople(Active: true), ct)).Items
            .Where(p => p.Id != id && p.Roles.Any(r => r is Role.Officer or Role.Supervisor or Role.Analyst))
            .Select(p => new SelectListItem(p.Name, $"{p.Id}"))];
    }

    private static string Problems(int count) => count == 1 ? "1 problem" : $"{count} problems";

    private static string Actions(int count) => count == 1 ? "1 action" : $"{count} actions";
}
