using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>What units can do and who rides in them.</summary>
[Needs(Permission.ReadProblems)]
public sealed class UnitsPage(IMediator mediator, Actor actor) : PageModel
{
    public IReadOnlyList<UnitDetails> All { get; private set; } = [];
    public bool MayChange => actor.Might(Permission.Supervise);

    public Task OnGet(CancellationToken ct) => Read(ct);

    /// <summary>Who rides in the unit stays: people choose their own unit.</summary>
    public async Task<IActionResult> OnPost(
        long id, int version, bool takesNoCalls, string? qualifications, CancellationToken ct)
    {
        await Read(ct);
        var unit = All.FirstOrDefault(unit => unit.Id == id) ?? throw new ProblemTracker.Shared.NotFound();
        var names = (qualifications ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (await this.TrySend(mediator, new ChangeUnit(id, version, takesNoCalls, names,
            [.. unit.Members.Select(member => member.PersonId)])) is null) return Page();
        TempData[Shell.Flash] = $"Unit {unit.Name} is saved.";
        return LocalRedirect("~/patrol/units");
    }

    private async Task Read(CancellationToken ct) => All = await mediator.Send(new ListUnits(), ct);
}
