using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>A problem's lead and team.</summary>
public sealed class TeamPage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    public sealed class LeadForm
    {
        public long? LeadId { get; set; }
        public string? Reason { get; set; }
    }

    public sealed class MemberForm
    {
        public long? PersonId { get; set; }
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public LeadForm Lead { get; set; } = new();

    [BindProperty]
    public MemberForm Member { get; set; } = new();

    /// <summary>Active officers, supervisors and analysts.</summary>
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Others => [.. People.Where(person => Case.Team.All(member => $"{member.Id}" != person.Value))];

    public bool MayDecide => Case.Allowed.Decide && !IsClosed;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Case.Version;
        Lead.LeadId = Case.Lead?.Id;
    }

    public async Task<IActionResult> OnPostLeadAsync(CancellationToken ct)
    {
        await Read(ct);
        return Result(await this.TrySend(Mediator, new AssignProblem(Id, Version, Lead.LeadId, Reason: Lead.Reason), nameof(Lead)),
            result => result.Lead is { } lead ? $"{lead.Name} leads this problem." : "This problem has no lead now.");
    }

    public async Task<IActionResult> OnPostTakeAsync(CancellationToken ct)
    {
        await Read(ct);
        return Result(await this.TrySend(Mediator, new AssignProblem(Id, Version, actor.PersonId), nameof(Lead)),
            _ => "You lead this problem.");
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken ct)
    {
        await Read(ct);
        if (Member.PersonId is null) ModelState.AddModelError("Member.PersonId", "Choose a person to add.");
        var result = await this.TrySend(Mediator,
            new AssignProblem(Id, Version, Case.Lead?.Id, AddToTeam: [Member.PersonId ?? 0]), nameof(Member));
        MoveErrors("Member.addToTeam[0]", "Member.PersonId");
        return Result(result, _ => "Team member added.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        await Read(ct);
        return Result(
            await this.TrySend(Mediator,
                new AssignProblem(Id, Version, Case.Lead?.Id, RemoveFromTeam: [Member.PersonId ?? 0]), nameof(Member)),
            _ => "Team member removed.");
    }

    private IActionResult Result(Assignment? assigned, Func<Assignment, string> sentence)
    {
        if (assigned is not null) return Saved(sentence(assigned), $"/problems/{Id}/team");
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        var people = await Mediator.Send(new ListPeople(Active: true), ct);
        People = [.. people.Items.Where(person => person.Roles.Any(role => role is Role.Officer or Role.Supervisor or Role.Analyst))
            .Select(person => new SelectListItem(person.Name, $"{person.Id}"))];
    }
}
